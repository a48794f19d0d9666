"""`mohinh sources`: the registry as a list, and each site asked live."""

from __future__ import annotations

import json

from crawler.registry import load_registry


def test_the_list_shows_every_site_of_the_bundled_registry(mohinh):
    result = mohinh("sources")
    assert result.returncode == 0
    ids = [line.split()[0] for line in result.stdout.splitlines()]
    assert ids == ["id", *(source.id for source in load_registry().sources)]
    assert mohinh("sources", "list").stdout == result.stdout


def test_healthy_sites_fit_their_entries(sites, mohinh):
    result = mohinh("sources", "check", "--registry", sites.registry)
    assert (result.returncode, result.stderr) == (0, ""), result.stdout
    assert "look like articles" in result.stdout
    assert "read by layout newsroom" in result.stdout
    assert result.stdout.endswith("6 sites: 6 fit\n")


def test_a_host_that_cannot_be_reached_is_said_and_the_others_are_checked(sites, mohinh):
    sites.server.take_down("halong")
    result = mohinh("sources", "check", "demo-halong", "demo-gialai", "--registry", sites.registry)
    assert result.returncode == 3
    assert "FAILED" in result.stdout
    assert "Connection refused" in result.stdout
    assert result.stdout.endswith("2 sites: 1 fit, 1 with something that failed\n")


def test_an_unknown_site_is_named(mohinh):
    result = mohinh("sources", "check", "congan-quangnin")
    assert result.returncode == 1
    assert "no source “congan-quangnin”; did you mean congan-quangninh?" in result.stderr


def test_the_checks_can_be_had_as_json_with_what_should_change(sites, mohinh):
    result = mohinh("sources", "check", "demo-gialai", "--json", "--suggest", "--registry", sites.registry)
    (told,) = json.loads(result.stdout)
    assert (result.returncode, told["verdict"], told["suggested"]) == (0, "ok", "")
    assert len([check for check in told["checks"] if check["fields"]]) == 3


def test_a_known_site_is_no_new_one_and_a_private_one_is_not_asked(sites, mohinh):
    known = mohinh("sources", "new", sites.server.urls["gialai"] + "/", "--registry", sites.registry)
    assert known.returncode == 1
    assert "is a page of “demo-gialai” already" in known.stderr
    unknown = mohinh("sources", "new", sites.server.urls["gialai"] + "/")
    assert unknown.returncode == 1
    assert "is not a public address" in unknown.stderr
