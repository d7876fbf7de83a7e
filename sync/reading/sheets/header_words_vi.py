"""The words that people head their columns with in Vietnamese, field by field: bare, without marks."""

from __future__ import annotations

from collections.abc import Mapping

from sync.model.rows import Field

VIETNAMESE: Mapping[Field, str] = {
    Field.objective: """
        muc tieu phong, muc tieu doi, muc tieu nhom, muc tieu ca nhan, muc tieu chi nhanh, muc tieu khoi, muc tieu o,
        o muc tieu, muc tieu chinh, ten muc tieu, noi dung muc tieu, muc tieu objective, muc tieu okr, muc tieu chien
        luoc, muc tieu lon, muc tieu cua doi, muc tieu dinh tinh, muc tieu phong ban, muc tieu bo phan, muc tieu quy
        nay, muc tieu cua nhom, muc tieu cua phong, muc tieu cong viec chinh, muc tieu trong tam, muc tieu uu tien,
        muc tieu tong quat, muc tieu chung, muc tieu then chot, ten objective, noi dung o, mo ta muc tieu, muc tieu
        can huong toi, muc tieu okrs, muc tieu cap phong, dien giai muc tieu, muc tieu huong den
    """,
    Field.objective_id: """
        ma muc tieu, id muc tieu, ma o, id o, so muc tieu, ma objective, ma so muc tieu, ma o so, ma so cua muc tieu,
        stt muc tieu, so thu tu muc tieu, ky hieu muc tieu, ky hieu o, ma okr, ma dinh danh muc tieu, ma muc tieu
        chinh, ma so o, so hieu muc tieu, ma mt, id mt, stt o, tt muc tieu, ma o cha con, o so, ma tham chieu muc
        tieu, ma hieu muc tieu
    """,
    Field.key_result: """
        kr phong, kr ca nhan, kr doi, kr nhom, kr bo phan, ket qua then chot ca nhan,
        ket qua then chot cua doi, ket qua then chot cua nhom, ket qua then chot cua phong, kr cua doi, kr cua nhom,
        ket qua then chot, ket qua then chot kr, ket qua chinh, ket qua chinh kr, ket qua quan trong, ket qua mau
        chot, ket qua cot loi, kqtc, ten kr, noi dung kr, noi dung ket qua then chot, ket qua can dat kr, ten ket qua
        then chot, ket qua trong yeu, ket qua chu chot, ket qua then chot can dat, cac ket qua then chot, ket qua then
        chot krs, noi dung ket qua chinh, mo ta kr, mo ta ket qua then chot, ket qua do luong, ket qua dau ra then
        chot, ket qua ky vong then chot, dien giai kr, ten ket qua chinh, ket qua chinh yeu, danh sach kr
    """,
    Field.key_result_id: """
        ma kr, id kr, ma ket qua, ma ket qua then chot, kr so, ma key result, ma ket qua chinh, ma so kr, stt kr, so
        thu tu kr, ky hieu kr, ma ket qua chinh yeu, id ket qua then chot, id ket qua chinh, so hieu kr, tt kr, ma
        dinh danh kr, ma kqtc, id kqtc, ma tham chieu kr, ma so ket qua then chot, stt ket qua then chot, ky hieu ket
        qua then chot, ma hieu kr
    """,
    Field.row_kind: """
        loai dong, phan loai dong, o kr, o hay kr, loai muc, loai ban ghi, loai noi dung, loai thong tin, o hoac kr,
        muc tieu hay ket qua, phan cap, thu bac, dang muc, loai doi tuong, loai hang muc, la o hay kr, phan loai okr
    """,
    Field.item: """
        muc tieu va ket qua then chot, muc tieu ket qua then chot, muc tieu va ket qua chinh, muc tieu va kr, muc tieu
        va ket qua, noi dung okr, ten okr, danh sach okr, muc tieu ket qua chinh, cac muc tieu va ket qua then chot,
        mo ta okr, okr cua nhom, okr cua phong, okr phong ban, noi dung muc tieu va ket qua, ten muc tieu ket qua,
        okrs cua doi, muc tieu ket qua, noi dung o kr, ten o kr, muc tieu krs, okr ca nhan, okr cong ty, bo okr
    """,
    Field.parent: """
        muc tieu cha, thuoc muc tieu, muc tieu cap tren, muc tieu lien ket, lien ket muc tieu, okr cha, muc cha, truc
        thuoc, lien ket voi, muc tieu cong ty, okr cap tren, thuoc ve, dong gop cho, dong cha, ma cha, thuoc o, muc
        tieu me, okr me, muc tieu cap cong ty, muc tieu duoc ho tro, ho tro muc tieu, phuc vu muc tieu, gan voi muc
        tieu, can chinh voi, lien ket len, lien ket okr, okr lien ket, okr cong ty lien ket, muc tieu goc, muc tieu
        tren
    """,
    Field.baseline: """
        diem dau, muc dau,
        gia tri dau, gia tri ban dau, xuat phat, diem xuat phat, gia tri xuat phat, gia tri dau ky, dau ky, gia tri
        khoi diem, khoi diem, gia tri goc, moc ban dau, so dau ky, gia tri nen, co so, gia tri co so, duong co so, ban
        dau, muc nen, diem bat dau, gia tri bat dau, so ban dau, hien trang dau ky, dau quy, gia tri dau quy, ket qua
        ky truoc, ky truoc, quy truoc, thuc dat ky truoc, thuc hien ky truoc, thuc hien quy truoc, thuc dat quy truoc,
        ket qua quy truoc, cuoi quy truoc, cuoi ky truoc, th quy truoc, th ky truoc, chu ky truoc,
        muc hien trang dau ky, so lieu dau ky, so goc, gia tri tham chieu,
        muc ban dau, muc dau ky, muc khoi diem, muc xuat phat, thang truoc, tuan truoc, diem khoi dau, gia tri khoi dau,
        muc khoi dau, so khoi dau, ket qua dau ky, ket qua ban dau, so lieu ban dau,
        chi so goc, chi so nen
    """,
    Field.target: """
        muc tieu tuan, chi tieu tuan, ke hoach tuan, chi tieu ngay, muc tieu ngay,
        nguong thanh cong, nguong muc tieu,
        muc tieu can dat, gia tri muc tieu, gia tri can dat, dich, dich den, gia tri dich, muc tieu so, chi tieu can
        dat, can dat, ky vong, muc ky vong, muc tieu ky vong, chi tieu ky vong, so can dat, muc can dat, con so muc
        tieu, gia tri cuoi ky, gia tri ky vong, muc tieu cuoi ky, chi tieu so, chi tieu dat, muc tieu dinh luong, chi
        tieu ke hoach, muc tieu phai dat, muc muc tieu, muc chi tieu, chi tieu giao, chi tieu duoc giao, ke hoach giao,
        ke hoach duoc giao, chi tieu dang ky, muc dang ky, muc tieu dang ky,
        ke hoach luy ke, kh luy ke, luy ke ke hoach, luy ke kh, ke hoach lk, kh lk, lk kh, lk ke hoach,
        kpi giao, kpi duoc giao, kpi dang ky, chi tieu yeu cau, muc tieu chuan, muc yeu cau,
        tu den, tu muc den muc, dau ky cuoi ky, gia tri dau muc tieu,
        chi tieu chinh thuc, chi tieu ke hoach thang, chi tieu ke hoach quy, chi tieu ke hoach nam
    """,
    Field.target_minimum: """
        chi tieu toi thieu, muc tieu toi thieu, muc san, nguong dat, muc dat toi thieu, muc toi thieu can dat, muc toi
        thieu phai dat, chi tieu bat buoc, chi tieu san, muc tieu san, nguong san, muc dat toi thieu yeu cau, gia tri
        toi thieu can dat, muc chap nhan duoc, muc chap nhan, nguong dat toi thieu, muc cam ket toi thieu, muc tieu
        thap nhat, chi tieu thap nhat, chi tieu co ban, kich ban thap, phuong an thap, muc bao dam
    """,
    Field.target_stretch: """
        vuot troi, vuon len, muc vuon len, thach thuc, muc thach thuc, chi tieu vuon len, muc tieu vuon len, muc tieu
        thach thuc, chi tieu thach thuc, xuat sac, muc xuat sac, nguong xuat sac, muc vuot troi, tham vong, muc tham
        vong, muc tieu
        tham vong, chi tieu tham vong, chi tieu phan dau, muc phan dau, muc tieu phan dau, kich ban cao, phuong an
        cao, muc tieu cao nhat, chi tieu cao nhat, muc mo uoc, muc tieu toi da, chi tieu toi da
    """,
    Field.current: """
        hom nay, den hom nay, tinh den hom nay,
        hien tai, gia tri hien tai, thuc dat, thuc te, ket qua hien tai, ket qua thuc te, ket qua dat duoc, da dat,
        dat duoc, so thuc te, gia tri thuc te, so hien tai, so lieu hien tai, ket qua dat, muc hien tai, thuc te dat,
        thuc te dat duoc, da dat duoc, hien tai dat, luy ke, gia tri moi nhat, so lieu moi nhat, ket qua den nay, dat
        duoc den nay, muc dat duoc, ket qua moi nhat, so thuc dat, thuc hien den nay, luy ke den nay, thuc dat den
        nay, ket qua luy ke, thuc hien luy ke, so luy ke, hien nay, muc hien nay, ket qua hien nay,
        cong don, cong don den nay, ket qua thuc hien, ket qua thuc hien den nay, so thuc hien, gia tri thuc
        hien, kpi dat, kpi dat duoc, ket qua thuc do, thuc do, gia tri thuc do,
        den nay, tinh den nay, den hien tai, dat den nay,
        th luy ke, luy ke th, luy ke thuc hien, lk, th lk, lk th, thuc hien lk, lk thuc hien,
        thang nay, tuan nay, quy nay, ky nay
    """,
    Field.done: """
        xong, da xong, xong chua, da xong chua, hoan thanh, da hoan thanh, hoan thanh chua, da hoan thanh chua, hoan
        tat, da hoan tat, xong hay chua, da lam xong, lam xong chua, da lam, da lam chua, lam chua, da hoan tat chua,
        hoan tat chua, xong viec, danh dau xong, tick xong, tich xong, da xong x, hoan thanh x, xong x, kr xong, da
        xong kr, hoan thanh hay chua, dat, dat khong dat, dat chua dat, dat hay khong, dat hay chua, dat khong, dat
        chua, da dat chua, da dat chua dat, dat hay khong dat, dat hay chua dat, co dat khong, dat x, dat y n, dat co
        khong, kr dat, dat kr
    """,
    Field.lower: """
        nguong duoi, can duoi, gioi han duoi, muc thap nhat, thap nhat, nguong toi thieu, khoe manh tu, nguong thap,
        gia tri nho nhat cho phep, nguong duoi kpi, gioi han duoi cho phep, muc duoi cho phep, nguong duoi an toan,
        muc duoi, nguong an toan duoi, nguong duoi cho phep, gioi han thap, gioi han toi thieu, muc an toan tu, chuan
        duoi, muc chuan duoi, khong thap hon, nguong xanh tu
    """,
    Field.upper: """
        nguong tren, can tren, gioi han tren, muc cao nhat, cao nhat, nguong toi da, khoe manh den, nguong cao, gia
        tri lon nhat cho phep, nguong tren kpi, gioi han tren cho phep, muc tren cho phep, nguong tren an toan, muc
        tren, nguong an toan tren, nguong tren cho phep, gioi han cao, gioi han toi da, muc an toan den, chuan tren,
        muc chuan tren, khong cao hon, nguong xanh den
    """,
    Field.healthy_range: """
        khoang khoe manh, nguong khoe manh, nguong, khoang an toan, nguong an toan, vung an toan, muc chuan, nguong
        chap nhan, gioi han, vung khoe manh, khoang chap nhan, nguong cho phep, khoang cho phep, mien khoe manh,
        khoang chuan, khoang muc tieu, dai an toan, dai cho phep, nguong xanh, vung xanh, muc an toan, khoang binh
        thuong, nguong binh thuong, gia tri chuan, tieu chuan cho phep, nguong kiem soat
    """,
    Field.tolerance: """
        dung sai, sai so, sai so cho phep, bien do, bien do cho phep, do lech cho phep, dung sai cho phep, dung sai
        kpi, muc lech cho phep, do lech duoc phep, do lech toi da, bien do dao dong, muc dao dong, muc dao dong cho
        phep, sai lech cho phep, muc sai lech, khoang dung sai, do dung sai, muc dung sai, sai so toi da, bien sai so,
        bien do sai so, do chenh cho phep, muc chenh cho phep, nguong sai lech, pham vi dao dong
    """,
    Field.direction: """
        xu huong tot, xu huong mong muon, chieu, chieu huong, chieu tot, chieu mong muon, chieu danh gia, chieu chi
        tieu, chieu chi so, huong tot, huong mong muon, tot khi, tot la, cao hay thap la tot, tang hay giam, tang giam
        la tot, chieu huong tot, chieu huong mong muon, tinh chieu, chieu muc tieu, chieu tang giam, huong danh gia,
        huong tang giam, xu huong ky vong, chieu ky vong, huong ky vong, tinh chat chi tieu, tinh chat kpi, cao tot
        hay thap tot, chieu kpi, huong kpi, chieu do
    """,
    Field.unit: """
        don vi, don vi tinh, dvt, dv tinh, don vi do, don vi do luong, dv do, don vi kr, don vi cua kr, don vi do kpi,
        don vi kpi, don vi chi so, don vi chi tieu, don vi gia tri, dvt kpi, dv, don vi do dem, thuoc do don vi, don
        vi tinh toan, loai don vi, don vi so lieu, don vi cua chi tieu, don vi tien, don vi tien te, don vi dl
    """,
    Field.weight: """
        trong so, ty trong, ti trong, trong so kr, muc do quan trong, ty le trong so, ts, trong so %, ty trong ket
        qua, trong so tung kr, trong so cua kr, ty trong %, trong luong, he so quan trong, muc quan trong, do quan
        trong, trong so kpi, trong so chi tieu, trong so ket qua, trong so ket qua then chot, ty le trong so kr, ty
        trong kr, ty trong diem, trong so diem, trong so danh gia, he so trong so, trong so trong muc tieu, muc trong
        so
    """,
    Field.confidence: """
        muc do tu tin, tu tin, do tu tin, muc tu tin, kha nang dat, kha nang hoan thanh, diem tu tin, chi so tu tin,
        muc do tin tuong, do tin cay, kha nang dat duoc, muc tin tuong, do tu tin dat kr, muc tu tin dat muc tieu, do
        tin tuong, muc do chac chan, do chac chan, muc chac chan, ty le tu tin, % tu tin, tu tin dat, muc do tu tin
        dat, kha nang thanh cong, xac suat dat, xac suat hoan thanh, xac suat thanh cong, danh gia muc tu tin, muc do
        tu tin kr
    """,
    Field.owner: """
        nguoi phu trach, chu so huu, phu trach, nguoi chiu trach nhiem, nguoi so huu, nguoi thuc hien, chu tri, nguoi
        chu tri, nguoi dam nhiem, nhan su phu trach, nguoi lam, so huu, trach nhiem, chiu trach nhiem, nguoi phu trach
        chinh, dau moi, nguoi dan dat, nhan vien phu trach, nguoi quan ly, phu trach chinh, nguoi phu trach kr, chu
        kr, chu nhiem, nguoi dung dau, can bo phu trach
    """,
    Field.team: """
        doi, nhom, phong ban, bo phan, phong, don vi phu trach, bo phan phu trach, khoi, ten doi, ten nhom, doi nhom,
        phong ban phu trach, doi phu trach, phong bo phan, phong ban don vi, doi thuc hien, to phu trach, khoi phu
        trach, phong phu trach, ban phu trach, don vi bo phan, bo phan thuc hien, phong ban thuc hien, ten phong ban,
        ten bo phan, khoi phong ban, nhom phu trach, nhom thuc hien, chi nhanh, ten chi nhanh, cua hang, khu vuc
    """,
    Field.cycle: """
        chu ky, quy, quy nam, chu ky okr, ky okr, giai doan, ky danh gia, ky, quy thuc hien, quy cua muc tieu, chu ky
        thuc hien, ky thuc hien, quy ap dung, ky ap dung, chu ky ap dung, chu ky danh gia, quy danh gia, ky bao cao
        okr, chu ky quy, quy cua okr, ky okrs, giai doan okr, khoang thoi gian okr, chu ky muc tieu, ky muc tieu
    """,
    Field.start: """
        ngay bat dau, tu ngay, ngay khoi dau, thoi gian bat dau, thoi diem bat dau, ngay khoi dong, ngay bat dau thuc
        hien, bat dau tu, bat dau ngay, thoi gian khoi dau, ngay trien khai, ngay giao, ngay giao muc tieu, thoi gian
        bat dau thuc hien, ngay khoi tao kr, hieu luc tu, ap dung tu, tu thoi diem, moc bat dau, ngay ap dung, ngay
        bd, tg bat dau, thoi gian tu
    """,
    Field.due: """
        han, han chot, han hoan thanh, ngay hoan thanh, ngay ket thuc, thoi han, den ngay, ngay den han, han cuoi,
        thoi gian hoan thanh, thoi han hoan thanh, thoi gian ket thuc, moc hoan thanh, han cuoi cung, ngay can dat,
        han hoan tat, ngay dao han, deadline kr, han kr, han thuc hien, thoi han ket thuc, ngay kt, tg ket thuc
    """,
    Field.updated: """
        ngay cap nhat, cap nhat lan cuoi, ngay cap nhat cuoi, check in gan nhat, cap nhat cuoi, lan cap nhat, cap nhat
        gan nhat, lan cap nhat cuoi, ngay cap nhat gan nhat, thoi gian cap nhat, lan check in gan nhat, cap nhat luc,
        thoi diem cap nhat, ngay cap nhat so lieu, ngay cap nhat gan day, ngay check in cuoi, ngay check in gan nhat,
        lan cuoi cap nhat, ngay sua cuoi, ngay sua gan nhat, cap nhat moi nhat, ngay chinh sua, ngay ghi nhan cuoi, so
        lieu ngay
    """,
    Field.note: """
        ghi chu, binh luan, dien giai, giai thich, y kien, nhan dinh, ghi chu them, chu thich, luu y, danh gia chung,
        ghi chu check in, ghi chu cua kr, ghi chu tien do, nhan dinh chung, ghi chu cap nhat, thong tin them, thong
        tin bo sung, thuyet minh, noi dung ghi chu, ghi chu khac, dien giai them
    """,
    Field.commitment: """
        loai cam ket, cam ket vuon len, cam ket hay vuon len, kieu okr, tinh chat, cam ket thach thuc, cam ket mo
        rong, cam ket hay mo rong, loai cam ket vuon len, tinh cam ket, okr cam ket, cam ket tham vong,
        dang okr, loai muc tieu okr, cam ket hay tham vong, cam ket ky vong, cam ket hoac vuon len, muc do cam ket,
        khat vong, okr khat vong, okr khat vong co khong, khat vong co khong, vuon len co khong, thach thuc co khong
    """,
    Field.kpi: """
        noi dung chi tieu, noi dung kpi,
        chi so kpi, ten kpi, ten chi so, kpi lien quan, kpi lien ket, chi so do luong, chi so hieu suat, kpi chi so,
        ten chi so do luong, chi so do,
        chi so hieu qua, chi so danh gia, ten chi tieu, do bang kpi, chi tieu kpi, kpi nguon, kpi gan voi, kpi tham
        chieu, ma kpi lien quan, ten chi so kpi, chi so lien quan, chi so lien ket, tieu chi kpi, tieu chi danh gia
        kpi, ten kpi ca nhan, kpi ca nhan, ten chi tieu kpi,
        kpi chinh, kpis chinh, kpi de xuat, kpi trong yeu, kpi cot loi, kpi quan trong, kpi chu chot, kpi vi mo,
        kpis vi mo
    """,
    Field.pace: """
        lo trinh, lo trinh dat, lo trinh thuc hien, lo trinh kr, lo trinh theo thang, lo trinh theo moc, nhip do, nhip
        tien do, nhip di, nhip dat, ke hoach tien do, ke hoach theo moc, cac moc, moc tien do, moc theo thoi gian,
        cac moc thoi gian, moc dat, moc trung gian, chi tieu tung moc, chi tieu theo moc, chi tieu theo thang, duong
        di, duong tien do, phan bo tien do, phan ky, phan bo theo thang, tien trinh, tien trinh du kien, quy dao
    """,
    Field.aggregation: """
        cach tinh, cach tong hop, cach tinh ky, phuong phap tinh, cach cong don, cach tong hop ky, cach tinh theo ky,
        cach tinh ca quy, cach cong, cach cong don ky, phuong phap tong hop, kieu tong hop, phep tong hop, cach lay
        so, cach lay so lieu, cach gop, cach tinh luy ke, cach tinh tong, ham tong hop, quy tac tong hop, cach tinh
        ket qua, tong hop theo, cach quy doi ky, cach tinh ca ky, cach tinh quy, kieu tinh
    """,
    Field.day: """
        ngay, ngay check in, ngay ghi nhan, thoi diem, ngay do, ngay bao cao, ngay nhap, thoi diem ghi nhan, ngay
        check in kr, ngay do luong, ngay bao cao so lieu, ngay nhap lieu, ngay thang, ngay lay so lieu, ngay danh gia,
        ngay hop check in, ngay thuc hien check in, ngay cap nhat kr, thoi gian check in, thoi diem check in, thoi
        diem do, thoi gian ghi nhan, ngay chot so, ngay chot so lieu, ngay khai bao
    """,
    Field.value: """
        gia tri, gia tri moi, so lieu, so do, ket qua do, gia tri ghi nhan, gia tri cap nhat, gia tri check in, gia
        tri do, gia tri do duoc, ket qua ghi nhan, so ghi nhan, so do duoc, so lieu ghi nhan, so lieu cap nhat, so
        lieu check in, gia tri bao cao, so bao cao, ket qua bao cao, gia tri tai ngay, gia tri nhap, so nhap, so lieu
        moi, gia tri kr
    """,
    Field.progress: """
        tien do, % hoan thanh, hoan thanh %, ty le hoan thanh, muc do hoan thanh, ty le dat, muc hoan thanh, tien do
        hoan thanh, phan tram hoan thanh, tien do thuc hien, ti le hoan thanh, ti le dat, ty le, muc do dat, tien do
        kr, % dat, % thuc hien, tien do %, tien do hien tai, % tien do, tien do dat, tien do ket qua, % ke hoach, ty
        le thuc hien, muc do thuc hien, ht, % ht, ty le ht, tlht, tl ht, tlth, tl dat, tld,
        %htkh, htkh, % htkh, ty le htkh
    """,
    Field.score: """
        diem, diem so, diem okr, cham diem, diem danh gia, diem kr, diem cuoi ky, diem tu cham, diem cham, diem cua
        kr, diem cham cuoi quy, diem ket qua, diem tu danh gia, diem quan ly cham, diem tong ket, diem cuoi quy, cham
        diem kr, cham diem okr, diem dat, diem dat duoc, diem hoan thanh, diem quy, thang diem, ket qua cham diem,
        diem so kr,
        diem quan ly danh gia, quan ly cham, tu cham, cap tren cham
    """,
    Field.status: """
        mau, mau sac, tin hieu,
        trang thai, tinh trang, tinh hinh, tinh trang thuc hien, den bao, den giao thong, trang thai kr, trang thai
        hien tai, den kr, mau den, trang thai den, tinh trang hien tai, tinh trang kr, suc khoe kr, den tin hieu, mau
        trang thai, trang thai thuc hien, trang thai okr, tinh trang okr, tinh trang tien do, trang thai tien do, danh
        gia trang thai, muc canh bao mau, tinh trang hoan thanh, trang thai hoan thanh, danh gia tinh trang
    """,
    Field.warnings: """
        canh bao, cac canh bao, canh bao tung dong, canh bao cua dong, loi trong dong, loi okr, canh bao okr, noi dung
        canh bao, canh bao kr, canh bao loi, loi va canh bao, canh bao he thong, nhan xet he thong, nhan xet okr, nhan
        xet tu dong, canh bao tu dong, loi phat hien, van de phat hien, ket qua kiem tra, diem can sua, can xem lai,
        gop y he thong, gop y tu dong, luu y he thong, danh sach canh bao, canh bao du lieu
    """,
    Field.objective_score: """
        diem muc tieu, diem trung binh, diem tb, tien do muc tieu, tien do o, diem o, tien do trung binh, trung binh
        muc tieu, diem cua muc tieu, diem tong muc tieu, diem muc tieu o, tong diem muc tieu, tong diem o, diem trung
        binh muc tieu, diem tb muc tieu, diem trung binh o, diem tb o, ket qua muc tieu, tien do chung, tien do tong,
        tien do ca muc tieu, % hoan thanh muc tieu, tien do trung binh o, diem binh quan muc tieu, diem binh quan
    """,
}
