"""Damage to markup that browsers forgive: no closing tags, stray brackets, nesting upside down. No word is lost."""

from __future__ import annotations

import re


def break_html(body: bytes) -> bytes:
    """The page with unclosed and wrongly nested elements."""
    broken = re.sub(rb"</(?:p|td|tr|li|span)>", b"", body)
    broken = re.sub(rb"<strong>(.*?)</strong>", rb"<b><i>\1</b></i>", broken, flags=re.DOTALL)
    return broken.replace(b"</body>", b"<div <p>").replace(b"</html>", b"</div></div></table>")
