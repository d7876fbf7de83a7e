"""A settings file's content against the schema: every value that is wrong, each with its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache
from types import NoneType
from typing import Annotated, Any, get_args, get_origin

from pydantic_core import CoreSchema, SchemaValidator, ValidationError, core_schema

from sync.settings.schema import LISTED, Document, section_models, settings_of
from sync.settings.value_types import Bounds

_PLAIN: dict[object, CoreSchema] = {
    str: core_schema.str_schema(strict=True),
    bool: core_schema.bool_schema(strict=True),
}


def validate(content: dict[str, Any]) -> tuple[Document | None, list[dict[str, Any]]]:
    """Given parsed TOML, return the document, or None and every error with its place (``loc``), as pydantic tells
    them. Unknown keys and wrong types are refused."""
    try:
        return _validator().validate_python(content), []
    except ValidationError as error:
        return None, [dict(each) for each in error.errors(include_url=False)]


@cache
def _validator() -> SchemaValidator:
    sections = {name: _section(name, model) for name, model in section_models().items()}
    listed = {name: _list(each) if name in LISTED else each for name, each in sections.items()}
    return SchemaValidator(_table(listed, Document))


def _section(name: str, model: Callable[..., Any]) -> CoreSchema:
    settings = settings_of(name)
    required = [name for name, setting in settings.items() if setting.is_required]
    return _table({name: _schema(setting.kind) for name, setting in settings.items()}, model, required)


def _table(values: dict[str, CoreSchema], made: Callable[..., Any], required: list[str] | None = None) -> CoreSchema:
    fields = {
        name: core_schema.typed_dict_field(schema, required=name in (required or ())) for name, schema in values.items()
    }
    table = core_schema.typed_dict_schema(fields, extra_behavior="forbid")
    return core_schema.no_info_after_validator_function(lambda said: made(**said), table)


def _list(schema: CoreSchema) -> CoreSchema:
    return core_schema.no_info_after_validator_function(tuple, core_schema.list_schema(schema, strict=True))


def _schema(kind: Any) -> CoreSchema:
    """Given a value's type, with the bounds and checks that it carries, return how it is validated."""
    if get_origin(kind) is Annotated:
        own, *carried = get_args(kind)
        bounds = next((each for each in carried if isinstance(each, Bounds)), Bounds())
        schema = _number(own, bounds) if own in (int, Decimal) else _schema(own)
        for check in filter(callable, carried):
            schema = core_schema.no_info_after_validator_function(check, schema)
        return schema
    if get_origin(kind) is tuple:
        return _list(_schema(get_args(kind)[0]))
    if get_origin(kind) is Mapping:
        return core_schema.dict_schema(*map(_schema, get_args(kind)))
    # TOML has no null: whatever may be left out is never None where it stands.
    alternatives = [each for each in get_args(kind) if each is not NoneType]
    return _schema(alternatives[0]) if alternatives else _PLAIN[kind]


def _number(kind: type, bounds: Bounds) -> CoreSchema:
    if kind is int:
        return core_schema.int_schema(strict=True, ge=bounds.least, le=bounds.most)
    least, most = (None if each is None else Decimal(each) for each in bounds)
    number = core_schema.decimal_schema(strict=True, ge=least, le=most)
    return core_schema.no_info_before_validator_function(_as_decimal, number)


def _as_decimal(value: object) -> object:
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value
