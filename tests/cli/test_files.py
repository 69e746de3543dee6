from __future__ import annotations

import errno
from pathlib import Path
from typing import NoReturn

import pytest

from effllm.cli import files


def test_a_read_only_file_system_is_told_with_the_name_of_the_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, *_: object, **__: object) -> NoReturn:
        raise OSError(errno.EROFS, "Read-only file system", str(path))

    record = tmp_path / "doe2023thin.yml"
    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(Path, "unlink", refuse)  # of the temporary file, which is not even there
    with pytest.raises(OSError, match=r"doe2023thin\.yml"):
        files.replace(record, b"title: Thin\n")
