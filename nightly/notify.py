"""Telling somebody about a run: by e-mail (SMTP) and by a webhook, as `[notify]` in mohinh.toml says.

What cannot be told is said on standard error and in the exit code; it never costs the run's results.
"""

from __future__ import annotations

import os
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage

import requests

from nightly.config import NotifyConfig, Security

SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Message:
    """What is to be told of a run. ``lines`` are what needs attention."""

    run_id: int
    exit_code: int
    subject: str
    lines: tuple[str, ...]
    markdown: str
    html: str


def notify(config: NotifyConfig, message: Message) -> list[str]:
    """Send it everywhere it is to go; gives what could not be done, in words."""
    if config.when == "attention" and not message.lines:
        return []
    problems = []
    for what, target, send in (("e-mail", config.smtp, _mail), ("webhook", config.webhook, _post)):
        if target is None:
            continue
        try:
            send(config, message)
        except (OSError, smtplib.SMTPException, requests.RequestException) as error:
            problems.append(f"the {what} about this run could not be sent to {target}: {_words(error)}")
    return problems


def _mail(config: NotifyConfig, message: Message) -> None:
    mail = EmailMessage()
    mail["Subject"] = message.subject
    mail["From"] = config.sender
    mail["To"] = ", ".join(config.to)
    mail.set_content(message.markdown)
    mail.add_alternative(message.html, subtype="html")
    host, _, port = (config.smtp or "").partition(":")
    context = ssl.create_default_context()
    if config.security is Security.TLS:
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, int(port or 465), timeout=SECONDS, context=context)
    else:
        server = smtplib.SMTP(host, int(port or 587), timeout=SECONDS)
    with server:
        if config.security is Security.STARTTLS:
            server.starttls(context=context)
        if config.user:
            server.login(config.user, os.environ.get(config.password_env, ""))
        server.send_message(mail)


def _post(config: NotifyConfig, message: Message) -> None:
    body = {
        "run": message.run_id,
        "exit_code": message.exit_code,
        "subject": message.subject,
        "attention": list(message.lines),
        "text": message.markdown,
    }
    with requests.Session() as session:
        session.trust_env = False
        answer = session.post(config.webhook or "", json=body, timeout=SECONDS, allow_redirects=False)
        answer.raise_for_status()
        if answer.is_redirect:
            raise requests.RequestException(f"answers {answer.status_code}")


def _words(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
