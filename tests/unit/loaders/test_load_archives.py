"""Archives are unpacked with care: damaged, encrypted or treacherous ones are refused."""

from __future__ import annotations

import stat
import zipfile

import pytest

import loaders

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


def test_a_file_that_is_no_archive_is_refused(write, load):
    with pytest.raises(loaders.Refused, match=r"WE\.zip: it is not a readable zip archive"):
        load(write("WE.zip", LEAD))


def test_a_damaged_archive_is_refused(pack, load, query):
    path = pack("WE.zip", **{"Lead.csv": LEAD * 50})
    data = bytearray(path.read_bytes())
    data[45] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(loaders.Refused, match="the archive is damaged"):
        load(path)
    assert query("select count(*) from salesforce.lead") == [(0,)]


@pytest.mark.parametrize("name", ["../Lead.csv", "/tmp/Lead.csv", "a/../../Lead.csv", "..\\Lead.csv", "C:\\Lead.csv"])
def test_a_member_that_leads_out_of_the_archive_is_refused(pack, load, name):
    with pytest.raises(loaders.Refused, match="leads out of the archive"):
        load(pack("WE.zip", **{name: LEAD}))


def test_a_link_in_an_archive_is_refused(tmp_path, load):
    path = tmp_path / "WE.zip"
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("Lead.csv")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(loaders.Refused, match="a member is a link"):
        load(path)


def test_an_encrypted_archive_is_refused(pack, load):
    path = pack("WE.zip", **{"Lead.csv": LEAD})
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    path.write_bytes(data)
    with pytest.raises(loaders.Refused, match="it is encrypted"):
        load(path)


def test_a_path_that_is_not_there_is_refused(tmp_path, load):
    with pytest.raises(loaders.Refused, match="no such file"):
        load(tmp_path / "nothing.csv")
