import re

from gwidam.core.plots import Band, Caption, age_bands, divided_list

STATES = {"late": "past it", "soon": "soon", "safe": "in time"}
BANDS = [Band("young", {"late": 1, "safe": 3}), Band("<old>", {"late": 2}, url="?department=a&b=1")]


def rects(drawn):
    """[(class, x, width)] of the pieces."""
    return re.findall(r'<rect x="([\d.]+%?)" y="[\d.]+" width="([\d.]+%)" height="\d+" class="(m-\w+)"', drawn)


def test_pieces_of_a_band_stand_one_after_another():
    drawn = age_bands(BANDS, Caption("Ages"), band="Age", states=STATES, count="Cases")
    assert rects(drawn) == [
        ("26%", "15.5%", "m-late"),
        ("41.5%", "46.5%", "m-safe"),
        ("26%", "31%", "m-late"),
    ]


def test_pieces_of_a_list_fill_its_width():
    drawn = divided_list(BANDS, Caption("Places"), label="Place", states=STATES, count="Cases")
    assert rects(drawn) == [("0%", "25%", "m-late"), ("25%", "75%", "m-safe"), ("0%", "50%", "m-late")]


def test_words_and_addresses_are_escaped():
    drawn = divided_list(BANDS, Caption("Places"), label="Place", states=STATES, count="Cases")
    assert "&lt;old&gt;" in drawn
    assert 'href="?department=a&amp;b=1"' in drawn
    assert "<old>" not in drawn


def test_the_table_has_every_state():
    drawn = age_bands(BANDS, Caption("Ages"), band="Age", states=STATES, count="Cases")
    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in re.findall(r"<tr>(.*?)</tr>", drawn)]
    assert rows == [
        ["Age", "past it", "soon", "in time", "Cases"],
        ["young", "1", "0", "3", "4"],
        ["&lt;old&gt;", "2", "0", "0", "2"],
    ]


def test_nothing_is_said_instead_of_drawn():
    drawn = age_bands(
        [Band("young", {})], Caption("Ages", empty="No case is open."), band="", states=STATES, count=""
    )
    assert "No case is open." in drawn
    assert "<svg" not in drawn
