"""Coming in: only with a password, each to his own first page, in his own language, and safely."""

from __future__ import annotations

import pytest

from tests.web.site import PASSWORD, Site

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("site")]


def test_nobody_sees_anything_without_logging_in(site: Site) -> None:
    for path in ("/", "/week/", "/team/", f"/week/{site.seller}/"):
        page = site.client().get(path)
        assert "/account/login/" in page.url, path


def test_a_wrong_password_opens_nothing_and_does_not_tell_who_exists(site: Site) -> None:
    client = site.client()
    client.get("/account/login/")
    known = client.post("/account/login/", login="seller@example.com", password="not it")
    unknown = client.post("/account/login/", login="ghost@example.com", password="not it")
    assert (known.status, unknown.status) == (200, 200)
    assert known.words.replace("seller@", "") == unknown.words.replace("ghost@", "")
    assert "/account/login/" in client.get("/week/").url


def test_nobody_signs_up_by_himself(site: Site) -> None:
    client = site.client()
    client.get("/account/login/")
    client.post("/account/signup/", email="new@example.com", password1=PASSWORD, password2=PASSWORD)
    assert "/account/login/" in site.client().log_in("new@example.com", PASSWORD).get("/week/").url


@pytest.mark.parametrize(("who", "first"), [("seller", "/week/"), ("manager", "/team/"), ("analyst", "/team/")])
def test_everybody_begins_with_his_own_page(site: Site, who: str, first: str) -> None:
    page = site.client(who).get("/")
    assert page.url == site.base + first
    assert ('href="/week/" data-key' in page.text) == (first == "/week/")  # who sells nothing has no week


def test_the_language_is_the_browser_s_until_somebody_chooses(site: Site) -> None:
    client = site.client("mate", language="ru")
    page = client.get("/team/")  # refused to a seller, in Russian
    assert (page.status, page.headers["Content-Language"]) == (404, "ru")
    assert "Вам это недоступно" in page.words
    chosen = client.post("/language", language="en", next="//elsewhere.example/")
    assert chosen.url.startswith(site.base)
    assert client.get("/team/").headers["Content-Language"] == "en"


def test_answers_carry_what_keeps_them_safe(site: Site) -> None:
    page = site.client("seller").get("/week/")
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert page.headers["X-Frame-Options"] == "DENY"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    cookies = [value.lower() for value in page.headers.get_all("Set-Cookie", [])]
    assert all("samesite=lax" in cookie for cookie in cookies)
    assert "http://" not in page.text.replace(site.base, "").replace("http://www.w3.org", "")
    assert "https://" not in page.text


def test_a_form_without_its_token_is_refused(site: Site) -> None:
    client = site.client("seller")
    client._jar.clear(domain="127.0.0.1", path="/", name="csrftoken")
    assert client.post("/language", language="ru").status == 403
