"""Words that follow a number: scales ('tỷ'), currencies ('₫'), per cent. Spelled as typed, compared folded."""

from __future__ import annotations

from decimal import Decimal

from sync.reading.texts.text import word_set

PERCENT = "%"
PER_MILLE = "‰"

_THOUSAND, _MILLION, _BILLION, _TRILLION = (Decimal(10) ** power for power in (3, 6, 9, 12))
_LAKH, _CRORE = Decimal(100_000), Decimal(10_000_000)

SCALES: dict[str, Decimal] = {
    "trăm": Decimal(100),
    "nghìn": _THOUSAND,
    "ngàn": _THOUSAND,
    "nghin": _THOUSAND,
    "ngan": _THOUSAND,
    "k": _THOUSAND,
    "thousand": _THOUSAND,
    "vạn": Decimal(10_000),
    "triệu": _MILLION,
    "trieu": _MILLION,
    "tr": _MILLION,
    "mn": _MILLION,
    "mio": _MILLION,
    "mil": _MILLION,
    "mln": _MILLION,
    "million": _MILLION,
    "millions": _MILLION,
    "tỷ": _BILLION,
    "tỉ": _BILLION,
    "ty": _BILLION,
    "ti": _BILLION,
    "bn": _BILLION,
    "bil": _BILLION,
    "billion": _BILLION,
    "billions": _BILLION,
    "lakh": _LAKH,
    "lakhs": _LAKH,
    "crore": _CRORE,
    "crores": _CRORE,
    "tn": _TRILLION,
    "trillion": _TRILLION,
    "trillions": _TRILLION,
}
"""Scale words in lower case and what they multiply by."""

CAPITAL_SCALES: dict[str, Decimal] = {"M": _MILLION, "MM": _MILLION, "B": _BILLION, "T": _TRILLION}
"""Scales that are one only in capitals: '5M' is five million, '5m' five metres."""

MONEY_SCALES: dict[str, Decimal] = {"m": _MILLION, "b": _BILLION, "t": _TRILLION}
"""Scales in lower case that are one beside a currency: '$5m'."""

_SCALES_OF_BANKS: dict[str, Decimal] = {"mm": _MILLION}
_RUPEE_SCALES: dict[str, Decimal] = {"Cr": _CRORE, "cr": _CRORE, "CR": _CRORE, "L": _LAKH}
SCALES_OF_CURRENCIES: dict[str, dict[str, Decimal]] = {
    **dict.fromkeys(("USD", "EUR", "GBP"), _SCALES_OF_BANKS),
    "INR": _RUPEE_SCALES,
}
"""Scales that are one beside a currency alone: '₹12Cr', '₹5L', '$800mm', '£20mm'."""

VIETNAMESE_SCALES = frozenset({"trăm", "nghìn", "ngàn", "vạn", "triệu", "trieu", "tr", "tỷ", "tỉ"})
"""Scale words that only stand in Vietnamese text: with one of them the decimal mark is a comma."""

ENGLISH_SCALES = frozenset(
    {"bn", "billion", "million", "mn", "mil", "thousand", "trillion", "tn", "lakh", "lakhs", "crore", "crores"}
)
"""Scale words that only stand in English text: with one of them the decimal mark is a point."""

_CODES = word_set(
    "PHP CAD LAK KHR MMK MYR IDR TWD HKD NZD SEK NOK DKK PLN AED SAR UGX KES NGN GHS ZAR TZS RWF ETB PKR BDT LKR NPR "
    "BRL MXN CZK HUF UAH EGP QAR KWD"
)
CURRENCIES: dict[str, str] = {
    "₫": "VND",
    "đ": "VND",
    "đồng": "VND",
    "dong": "VND",
    "vnd": "VND",
    "vnđ": "VND",
    "$": "USD",
    "us$": "USD",
    "usd": "USD",
    "đô": "USD",
    "đô la": "USD",
    "dollar": "USD",
    "dollars": "USD",
    "€": "EUR",
    "eur": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "£": "GBP",
    "gbp": "GBP",
    "¥": "JPY",
    "jpy": "JPY",
    "yen": "JPY",
    "sgd": "SGD",
    "s$": "SGD",
    "aud": "AUD",
    "a$": "AUD",
    "cny": "CNY",
    "krw": "KRW",
    "₩": "KRW",
    "thb": "THB",
    "฿": "THB",
    "inr": "INR",
    "₹": "INR",
    "₦": "NGN",
    "₱": "PHP",
    "₺": "TRY",
    "₪": "ILS",
    "₴": "UAH",
    "chf": "CHF",
    "birr": "ETB",
    "r$": "BRL",
    "ca$": "CAD",
    "c$": "CAD",
    "nz$": "NZD",
    "hk$": "HKD",
    "ksh": "KES",
    **{code.casefold(): code for code in _CODES},
}
"""Signs and words of money in lower case and their ISO codes."""

PER_MILLE_WORDS = ("‰", "per mille", "per mil", "permille", "phần nghìn", "phần ngàn", "phan nghin", "phan ngan")
PERCENT_WORDS = ("%", "percent", "per cent", "pct", "phần trăm", "phan tram")
SIGN_OF = {**dict.fromkeys(PERCENT_WORDS, PERCENT), **dict.fromkeys(PER_MILLE_WORDS, PER_MILLE)}
"""Words of shares in lower case and their signs."""

POINT_WORDS = (
    "điểm phần trăm", "điểm %", "percentage points", "percentage point", "% points", "% point", "pp", "ppt", "ppts",
    "pts %", "%-points", "p.p.", "diem phan tram", "diem %",
)  # fmt: skip
"""Percentage points: absolute where a bare per cent would be relative."""
