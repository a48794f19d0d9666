"""The report as one page of HTML that stands alone: no script, nothing to load."""

from __future__ import annotations

from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from nightly.report import HEAD, TREND_HEAD, NightReport


def html(report: NightReport) -> str:
    """The page; whatever a site wrote into an error is escaped."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    text = files("nightly").joinpath("report_page.html").read_text(encoding="utf-8")
    return environment.from_string(text).render(report=report, head=HEAD, trend_head=TREND_HEAD)
