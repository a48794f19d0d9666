"""The report as one page of HTML that stands alone: no script, nothing to load."""

from __future__ import annotations

from importlib.resources import files

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape

from nightly.report import HEAD, TREND_HEAD, NightReport


def html(report: NightReport) -> str:
    """The page; whatever a site wrote into an error is escaped."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.filters["code"] = _code
    text = files("nightly").joinpath("report_page.html").read_text(encoding="utf-8")
    return environment.from_string(text).render(report=report, head=HEAD, trend_head=TREND_HEAD)


def _code(line: str) -> Markup:
    """What stands between backticks, as in the report's Markdown, set as code."""
    parts = [escape(part) for part in line.split("`")]
    if len(parts) % 2 == 0:  # a backtick of a site's own
        return escape(line)
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if number % 2 else part for number, part in enumerate(parts)
    )
