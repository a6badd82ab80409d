"""A new city is a complete portal; hosts decide whose pages are served."""

from portal.content.models import ContentPage
from tests.factories import make_page, make_user


def test_home_answers_on_its_own_host_only(bruchsal, buehl, on_host):
    make_page(bruchsal, ContentPage, title="Nur in Bruchsal", slug="hier")
    assert on_host(bruchsal).get("/").status_code == 200
    assert "Nur in Bruchsal" in on_host(bruchsal).get("/hier/").content.decode()
    assert on_host(buehl).get("/hier/").status_code == 404


def test_unknown_host_is_a_plain_404(bruchsal, on_host):
    response = on_host("fremd.example").get("/")
    assert response.status_code == 404
    assert b"Bruchsal" not in response.content


def test_every_legal_page_exists_from_the_start(bruchsal, on_host):
    for slug in (
        "impressum",
        "datenschutz",
        "barrierefreiheit",
        "barriere-melden",
        "leichte-sprache",
        "gebaerdensprache",
    ):
        assert on_host(bruchsal).get(f"/{slug}/").status_code == 200


def test_editor_reaches_the_admin_on_its_own_host_only(bruchsal, on_host, on_admin):
    editor = make_user("redaktion@bruchsal.example", bruchsal, "editor")
    assert on_admin(editor).get("/admin/").status_code == 200
    assert on_host(bruchsal, editor).get("/admin/").status_code == 404
