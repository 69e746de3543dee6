from __future__ import annotations

import pytest

from effllm.names import ascii_words, family_key, family_word, person_key, split_name


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Ada Author", "author"),
        ("Robert L. Logan IV", "logan"),
        ("Logan, IV, Robert L.", "logan"),
        ("Logan IV, Robert L.", "logan"),
        ("Robert Logan, Jr.", "logan"),
        ("Ludwig van der Berg", "berg"),
        ("van der Berg, Ludwig", "berg"),
        ("Berg, Ludwig van der", "berg"),
        ("Berg", "berg"),
        ("Quoc V Le", "le"),
        ("Le, Quoc V.", "le"),
        ("Dana El Halabi", "halabi"),
        ("Ben Ben-David", "bendavid"),
        ("Ian O\u2019Dao", "odao"),
        ("王 小明", "小明"),
        ("The Thin Team", "thin"),
        ("Team, Thin", "thin"),
        ("The Team", "theteam"),
        ("", ""),
    ],
)
def test_family_name_whatever_the_spelling(name: str, family: str) -> None:
    assert family_key(name) == family


@pytest.mark.parametrize(
    "spellings",
    [
        ("Quoc V. Le", "Quoc V Le", "Le, Quoc V.", "QUOC V. LE"),
        ("Robert L. Logan IV", "Logan, IV, Robert L.", "Logan IV, Robert L.", "Robert L Logan, IV"),
        ("Ludwig van der Berg", "Ludwig Van der Berg", "van der Berg, Ludwig"),
        ("Jürgen Müller-Nowak", "Jurgen Muller-Nowak", "Muller-Nowak, Jürgen"),
        ("Zheng-Xin Yong", "Zheng Xin Yong", "ZhengXin Yong"),
        ("Thin Team", "THIN Team"),
    ],
)
def test_spellings_of_one_person(spellings: tuple[str, ...]) -> None:
    assert len({person_key(name) for name in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Yang Liu", "Liu Yang"),
        ("Robert Logan IV", "Robert Logan"),
        ("Ada Author", "A. Author"),
        ("王小明", "李小明"),
    ],
)
def test_other_people(one: str, other: str) -> None:
    assert person_key(one) != person_key(other)


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("Robert L. Logan IV", "logan"),
        ("Ludwig van der Berg", "vanderberg"),
        ("Ben Ben-David", "bendavid"),
        ("Thin Team", "thin"),
        ("Thin Institute for Invented Science", "thin"),
        ("O'Dao", "odao"),
        ("王小明", ""),
        ("", ""),
    ],
)
def test_family_name_in_a_key(name: str, word: str) -> None:
    assert family_word(name) == word


def test_words_of_a_name() -> None:
    assert ascii_words("J.N. O'Dao-Østby 2") == ["j", "n", "odao", "ostby"]


def test_a_name_may_begin_with_a_particle() -> None:
    assert split_name("ten Holter").family == "ten Holter"
    assert split_name("").family == ""
