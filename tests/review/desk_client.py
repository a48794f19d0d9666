"""A served desk as an editor's browser without JavaScript sees it: cookies kept, forms read from the page and sent."""

from __future__ import annotations

import asyncio
import re
from html.parser import HTMLParser

from db.serve import make_site
from review import desk, editors
from review.desk.runtime import close_desk
from review.editors import add_editor, editors_file

PASSWORD = "mat-khau-dai"


class Forms(HTMLParser):
    """The forms of a page: action and fields; buttons are left to the test."""

    def __init__(self, html):
        super().__init__()
        self.found, self._select = [], None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "form":
            self.found.append({"action": a.get("action", ""), "fields": {}})
        elif tag == "input" and self.found and a.get("name") and a.get("type") != "checkbox":
            self.found[-1]["fields"][a["name"]] = a.get("value") or ""
        elif tag == "select":
            self._select = a.get("name")
        elif (
            tag == "option"
            and self._select
            and ("selected" in a or self._select not in self.found[-1]["fields"])
        ):
            self.found[-1]["fields"][self._select] = a.get("value") or ""

    def handle_endtag(self, tag):
        if tag == "select":
            self._select = None


def form(page, action):
    """The first form whose action begins with *action*."""
    return next(f for f in Forms(page.text).found if f["action"].startswith(action))


class Visitor:
    """One person's browser: her cookies are hers."""

    def __init__(self, site, run):
        self.site, self.run, self.cookies = site, run, {}

    def get(self, path, **more):
        return self._kept(self.run(self.site.client.get(path, cookies=self.cookies, **more)))

    def post(self, path, data, **more):
        return self._kept(self.run(self.site.client.post(path, data=data, cookies=self.cookies, **more)))

    def _kept(self, response):
        self.cookies |= dict(response.cookies)
        return response

    def sign_in(self, name, password=PASSWORD):
        fields = form(self.get("/-/login"), "/-/login")["fields"]
        return self.post("/-/login", {**fields, "username": name, "password": password})

    def decide(self, page, verdict, **changes):
        """Press a button of a statement's page."""
        sent = form(page, "/-/review/s/")
        return self.post(sent["action"], {**sent["fields"], "verdict": verdict, **changes})

    def press(self, page, action, **changes):
        sent = form(page, action)
        return self.post(sent["action"], {**sent["fields"], **changes})


class Served:
    """A site with the desk over a database, and visitors to it."""

    def __init__(self, path, people=()):
        editors._MEMORY_KB, editors._ITERATIONS = 64, 1  # what makes guessing slow makes tests slow
        for name, role in people:
            add_editor(editors_file(path), name, PASSWORD, role)
        self.runner = asyncio.Runner()
        self.site = make_site(path, [desk], secret="of the tests")
        self.runner.run(self.site.invoke_startup())

    def visitor(self, name=None):
        visitor = Visitor(self.site, self.runner.run)
        if name:
            assert visitor.sign_in(name).status_code == 302
        return visitor

    def close(self):
        close_desk(self.site)
        self.runner.close()


def statement_in(response):
    """The id of the statement that a redirect leads to."""
    return re.search(r"/s/([0-9a-f]{20})", response.headers["location"])[1]
