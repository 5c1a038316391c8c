"""Archives are unpacked with care: damaged, encrypted or treacherous ones are refused."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib

import pytest

import loaders
from loaders.formats import archives, room

LEAD = "Id,CreatedDate\n1,2026-01-01\n"


def test_members_land_and_the_others_are_listed(pack, load, query):
    report = load(
        pack("WE_00D.ZIP", **{"Lead.csv": LEAD, "extract/Task.csv": "Id,Subject\nT,x\n", "Case.csv": "Id,y\n5,z\n"})
    )
    assert [(file.file, file.object) for file in report.files] == [
        ("WE_00D.ZIP/Lead.csv", "Lead"),
        ("WE_00D.ZIP/extract/Task.csv", "Task"),
    ]
    assert [ignored.file for ignored in report.ignored] == ["WE_00D.ZIP/Case.csv"]
    assert query("select _source_file from salesforce.lead") == [("WE_00D.ZIP/Lead.csv",)]


def test_archives_in_a_folder_and_several_of_them_load_together(write, load, pack, tmp_path):
    one = pack("WE_1.zip", **{"Task_1.csv": "Id,Subject\nT1,x\n"})
    two = pack("WE_2.zip", **{"Task_2.csv": "Id,Subject\nT2,x\n"})
    assert load(one, two).landed == 2
    assert load(tmp_path).files[0].skipped


def test_what_macos_and_editors_add_is_passed_over(pack, load):
    report = load(pack("a.zip", **{"Lead.csv": LEAD, "__MACOSX/._Lead.csv": b"\0", ".DS_Store": b"\0"}))
    assert (len(report.files), report.ignored) == (1, [])


def test_chunks_in_nested_folders_land_in_their_order(pack, load, query):
    chunks = {f"a/b/Lead_{n}.csv": f"Id,CreatedDate\n{n},2026-01-0{n}\n" for n in (2, 1, 3)}
    report = load(pack("WE_00D.ZIP", **chunks))
    assert [file.file for file in report.files] == [f"WE_00D.ZIP/a/b/Lead_{n}.csv" for n in (1, 2, 3)]
    assert query("select Id, _source_file from salesforce.lead order by Id") == [
        (str(n), f"WE_00D.ZIP/a/b/Lead_{n}.csv") for n in (1, 2, 3)
    ]


def test_an_archive_without_files_is_told(pack, load):
    with pytest.raises(loaders.Refused, match="There is no file under the paths given"):
        load(pack("WE.zip", **{"empty/": ""}))


@pytest.fixture
def refuses(load, query, write):
    """Asserts that an archive is refused in these words, and that the warehouse is as before."""

    def refuses(path, words, file=None):
        load(write("Task.csv", "Id,Subject\nT1,x\n"))
        before = query("select * from ledger.files")
        with pytest.raises(loaders.Refused, match=words) as refusal:
            load(path)
        assert refusal.value.file == (file or path.name)
        assert refusal.value.next_step
        assert query("select count(*) from salesforce.lead") == [(0,)]
        assert query("select * from ledger.files") == before

    return refuses


def test_a_file_that_is_no_archive_is_refused(write, refuses):
    refuses(write("WE.zip", LEAD), r"WE\.zip: it is not a readable zip archive.*Download it again")


def test_an_archive_that_is_cut_off_is_refused(pack, write, refuses):
    refuses(write("WE.zip", pack("a.zip", **{"Lead.csv": LEAD * 50}).read_bytes()[:-30]), "not a readable zip archive")


@pytest.mark.parametrize("place", range(38, 90, 4))
def test_a_damaged_archive_is_refused(pack, refuses, place):
    path = pack("WE.zip", **{"Lead.csv": "".join(f"{n},{n**9}\n" for n in range(50))})
    data = bytearray(path.read_bytes())
    data[place] ^= 0xFF
    path.write_bytes(data)
    refuses(path, r"WE\.zip/Lead\.csv: the archive is damaged.*Download it again", "WE.zip/Lead.csv")


def test_a_wrong_checksum_refuses_the_archive(pack, refuses):
    path = pack("WE.zip", **{"Lead.csv": LEAD})
    rewrite(path, b"PK\x01\x02", 16, b"\0\0\0\0")
    refuses(path, "the archive is damaged .*Bad CRC-32", "WE.zip/Lead.csv")


@pytest.mark.parametrize(
    "name", ["../Lead.csv", "/tmp/Lead.csv", "a/../../Lead.csv", "..\\Lead.csv", "C:\\Lead.csv", "\\\\host\\Lead.csv"]
)
def test_a_member_that_leads_out_of_the_archive_is_refused(pack, refuses, name):
    refuses(pack("WE.zip", **{name: LEAD}), "a member's name leads out of the archive.*Unpack it by hand")


def test_a_link_in_an_archive_is_refused(tmp_path, refuses):
    path = tmp_path / "WE.zip"
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("Lead.csv")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    refuses(path, "a member is a link.*Unpack it by hand")


def test_an_encrypted_archive_is_refused(pack, refuses):
    path = pack("WE.zip", **{"Lead.csv": LEAD})
    rewrite(path, b"PK\x03\x04", 6, b"\1")
    rewrite(path, b"PK\x01\x02", 8, b"\1")
    refuses(path, "it is encrypted.*Unpack it by hand")


def test_two_members_of_one_name_are_refused(tmp_path, refuses):
    path = tmp_path / "WE.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a/Lead.csv", LEAD)
        archive.writestr("a\\Lead.csv", LEAD)
    refuses(path, r"it has two members named a/Lead\.csv")


@pytest.mark.parametrize("name", ["more.zip", "a/Lead.csv.gz", "Lead.7z", "Lead.rar", "Lead.tar"])
def test_an_archive_within_an_archive_is_refused(pack, refuses, name):
    refuses(pack("WE.zip", **{"Lead.csv": LEAD, name: b"PK"}), "it holds an archive, .*Unpack that one")


def test_too_many_members_are_refused(pack, refuses, monkeypatch):
    monkeypatch.setattr(archives, "MAX_MEMBERS", 3)
    refuses(pack("WE.zip", **{f"{n}.csv": LEAD for n in range(4)}), "it has 4 members, more than 3")


@pytest.mark.parametrize(("declared", "word"), [(10, "more"), (5000, "less")])
def test_a_member_that_is_not_as_large_as_declared_is_refused(pack, refuses, declared, word):
    """The check sum is right for what zipfile would read, so that only the sizes tell."""
    path = pack("WE.zip", **{"Lead.csv": LEAD})
    rewrite(path, b"PK\x01\x02", 24, struct.pack("<I", declared))
    if declared < len(LEAD):
        rewrite(path, b"PK\x01\x02", 16, struct.pack("<I", zlib.crc32(LEAD[:declared].encode())))
    words = rf"WE\.zip/Lead\.csv: (it unpacks to {word} than the {declared:,} bytes|the archive is damaged)"
    refuses(path, words, "WE.zip/Lead.csv")


def test_a_bomb_is_refused_while_it_is_read(pack, refuses, monkeypatch):
    monkeypatch.setattr(archives, "HARMLESS_BYTES", 1 << 20)
    bomb = "Id,CreatedDate\n" + "0" * (5 << 20)
    refuses(
        pack("WE.zip", **{"Lead.csv": bomb}), r"it unpacks to more than 250 times its packed size", "WE.zip/Lead.csv"
    )


def test_a_member_beyond_all_reason_is_refused(pack, refuses, monkeypatch):
    monkeypatch.setattr(archives, "MAX_MEMBER_BYTES", 20)
    refuses(pack("WE.zip", **{"Lead.csv": LEAD}), "it unpacks to more than 0 GB", "WE.zip/Lead.csv")


def test_a_member_for_which_the_disk_has_no_room_is_refused(pack, refuses, monkeypatch):
    monkeypatch.setattr(room, "SPARE", 1 << 60)
    refuses(pack("WE.zip", **{"Lead.csv": LEAD}), r"unpacking it takes up to 1 MB.*Make room there", "WE.zip/Lead.csv")


def test_links_that_lead_out_of_a_folder_are_listed_and_not_followed(write, load, query, tmp_path):
    folder = write("in/Lead.csv", LEAD).parent
    (folder / "Lead_2.csv").symlink_to(write("out/Lead.csv", LEAD.replace("1,", "2,")))
    (folder / "Lead_3.csv").symlink_to(tmp_path / "nowhere.csv")
    (folder / "more").symlink_to(tmp_path / "inbox" / "out")
    (folder / "Lead_4.csv").symlink_to(folder / "Lead.csv")
    report = load(folder)
    assert [file.file for file in report.files] == ["Lead.csv", "Lead_4.csv"]
    assert [(ignored.file, ignored.reason) for ignored in report.ignored] == [
        (name, "a link that leads out of the folder; not followed") for name in ("Lead_2.csv", "Lead_3.csv", "more")
    ]
    assert query("select Id from salesforce.lead") == [("1",)]


def test_a_folder_that_cannot_be_listed_is_refused(write, load, monkeypatch):
    def forbidden(path, onerror):
        onerror(PermissionError(13, "Permission denied", str(path / "secret")))
        return iter(())

    folder = write("in/Lead.csv", LEAD).parent
    monkeypatch.setattr("loaders.formats.files.os.walk", forbidden)
    with pytest.raises(loaders.Refused, match=r"secret: the folder cannot be read \(Permission denied\)"):
        load(folder)


def test_a_path_that_is_not_there_is_refused(tmp_path, load):
    with pytest.raises(loaders.Refused, match="no such file"):
        load(tmp_path / "nothing.csv")


def rewrite(path, mark, offset, content):
    """Put other bytes into the first header that begins with a mark."""
    data = bytearray(path.read_bytes())
    start = data.index(mark) + offset
    data[start : start + len(content)] = content
    path.write_bytes(data)
