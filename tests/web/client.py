"""A person without a browser: real requests to a real server, cookies kept, forms sent with their token."""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass, replace
from email.message import Message
from html import unescape
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

_SIGN = re.compile(r"""<p class="soft"[^>]* hx-get="([^"]+)"[^>]* hx-headers='([^']+)'[^>]*>.*?</p>""", re.DOTALL)
_PATIENCE = 120.0
MULTIPART = "multipart/form-data; boundary=xyz"


def multipart(name: str, content: str, **fields: str) -> bytes:
    """A form with a file of that name, as it is sent."""
    parts = [*((key, "", value) for key, value in fields.items()), ("file", f'; filename="{name}"', content)]
    body = "".join(f'--xyz\r\nContent-Disposition: form-data; name="{key}"{extra}\r\n\r\n{value}\r\n'
                   for key, extra, value in parts)  # fmt: skip
    return f"{body}--xyz--\r\n".encode()


@dataclass(frozen=True)
class Page:
    """What came back: the status, where it ended after redirects, the headers, the text."""

    status: int
    url: str
    headers: Message
    text: str

    @property
    def words(self) -> str:
        """What a person reads: no tags, one blank between words."""
        bare = re.sub(r"<(script|style|template).*?</\1>", " ", self.text, flags=re.DOTALL)
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", bare)).split())

    @property
    def title(self) -> str:
        """The page's main heading."""
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.text, flags=re.DOTALL)
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", found.group(1))).split()) if found else ""


class Client:
    """One person's browser."""

    def __init__(self, base: str, language: str = "en") -> None:
        self.base = base
        self._jar = CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self._jar))
        self._headers = {"Accept-Language": language}

    @property
    def cookies(self) -> CookieJar:
        """What the site had this browser keep."""
        return self._jar

    def get(self, path: str, **headers: str) -> Page:
        """Open a page, and wait for the parts of it that are being computed."""
        page, until = self.once(path, **headers), time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            sign = _SIGN.search(page.text)
            if sign is None and page.status != 202:
                break
            time.sleep(0.05)
            page = self._further(page, sign, headers) if sign else self.once(path, **headers)
        return page

    def _further(self, page: Page, sign: re.Match[str], headers: dict[str, str]) -> Page:
        """The page with what has become of a part; the refusal where there is one."""
        own = {"HX-Request": "true"} | json.loads(unescape(sign[2]))
        part = self.once(unescape(sign[1]), **headers | own)
        if part.status not in (200, 202):
            return part
        text = page.text[: sign.start()] + part.text + page.text[sign.end() :]
        return replace(page, status=part.status if page.status == 202 else page.status, text=text)

    def once(self, path: str, **headers: str) -> Page:
        """Open a page as it comes at first."""
        return self._sent(Request(self.base + path, headers=self._headers | headers))

    def post(self, path: str, /, **fields: str) -> Page:
        """Send a form, with the token that the site gave."""
        return self.post_with(path, {}, **fields)

    def post_with(self, path: str, extra: dict[str, str], /, **fields: str) -> Page:
        """Send a form with headers of its own, as a script of the page does."""
        token = {"csrfmiddlewaretoken": self._token()} if self._token() else {}
        data = urlencode(fields | token).encode()
        headers = self._headers | {"Referer": self.base + path} | extra
        return self._sent(Request(self.base + path, data=data, headers=headers))

    def upload(self, path: str, name: str, content: str) -> Page:
        """Send a file, as a form does."""
        headers = self._headers | {"Content-Type": MULTIPART, "Referer": self.base + path}
        body = multipart(name, content, csrfmiddlewaretoken=self._token())
        return self._sent(Request(self.base + path, data=body, headers=headers))

    def until(self, path: str, *said: str) -> Page:
        """Open a page again and again until it says one of these."""
        for _try in range(240):
            page = self.get(path)
            if any(each in page.words for each in said):
                return page
            time.sleep(0.5)
        raise AssertionError(page.words)

    def log_in(self, email: str, password: str) -> Client:
        """Log in as a person does."""
        self.get("/account/login/")
        self.post("/account/login/", login=email, password=password)
        return self

    def _token(self) -> str:
        return next((str(cookie.value) for cookie in self._jar if cookie.name == "csrftoken"), "")

    def _sent(self, request: Request) -> Page:
        try:
            with self._opener.open(request, timeout=60) as answer:
                return Page(answer.status, answer.url, answer.headers, answer.read().decode("utf-8", "replace"))
        except HTTPError as error:
            with error:
                return Page(error.code, error.url or "", error.headers, error.read().decode("utf-8", "replace"))
