"""Sites of generated pages on 127.0.0.1, served by one asyncio process that ends with whoever started it."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PER_PAGE = 50
PARAGRAPHS = (
    "Công an xã vận động nhân dân thôn {n} tham gia mô hình “Tiếng kẻng an ninh số {n}” với {m} tổ tự quản và {k} thành viên. ",
    "Mỗi khi có người lạ vào thôn {n} hoặc xảy ra trộm cắp, các hộ gần nhau đánh một hồi kẻng dài để {m} tổ cùng chốt chặn đường ra. ",
    "Theo chỉ huy Công an xã, {k} lượt tin báo của nhân dân đã giúp lực lượng chức năng làm rõ {m} vụ việc về an ninh trật tự. ",
    "Ban chỉ đạo trang bị {m} bộ camera, {k} chiếc đèn chiếu sáng và phân công người trực ban đêm ở những đoạn đường vắng của thôn {n}. ",
    "Cùng với tuần tra, các tổ đến từng nhà nhắc khóa cổng, gửi xe đúng chỗ, ký cam kết không vi phạm pháp luật với {k} hộ gia đình. ",
    "Hội phụ nữ, đoàn thanh niên và người cao tuổi trong thôn {n} thay nhau tham gia, mỗi tháng sinh hoạt chung một lần tại nhà văn hóa. ",
    "Kinh phí do nhân dân đóng góp và doanh nghiệp ủng hộ, thu chi được công khai trên bảng tin của thôn {n} vào cuối mỗi quý trong năm. ",
    "Thời gian tới, huyện sẽ nhân rộng cách làm này ra {m} xã còn lại, gắn với phong trào toàn dân bảo vệ an ninh Tổ quốc. ",
)
MENU = "".join(f'<li><a href="/chuyen-muc/muc-{n}/">Chuyên mục {n}</a></li>' for n in range(60))
FOOT = "".join(
    f"<div class='box'><img src='/anh/{n}.jpg' alt=''><span>Liên kết {n}</span></div>" for n in range(80)
)


def article(n: int) -> bytes:
    """About 13 KB, a fifth of it text, each paragraph another: as a portal's page is."""
    paragraphs = "".join(
        f"<p>{(one + PARAGRAPHS[(place + n) % 8]).format(n=n, m=n % 17 + 2, k=n % 90 + 10)}</p>"
        for place, one in enumerate(PARAGRAPHS)
    )
    title = f"Nhân rộng mô hình Tiếng kẻng an ninh số {n}"
    return (
        f"<!doctype html><html lang='vi'><head><meta charset='utf-8'><title>{title}</title>"
        f"<meta property='og:type' content='article'><meta property='og:title' content='{title}'>"
        f"<meta property='article:published_time' content='2024-0{n % 9 + 1}-1{n % 9}T07:30:00+07:00'></head><body>"
        f"<ul>{MENU}</ul><article class='content'><h1>{title}</h1>{paragraphs}</article>{FOOT}</body></html>"
    ).encode()


def listing(number: int, articles: int) -> bytes:
    first, last = (number - 1) * PER_PAGE, min(number * PER_PAGE, articles)
    links = "".join(f'<li><a href="/bai/bai-viet-so-{n}.html">Bài {n}</a></li>' for n in range(first, last))
    more = f'<a href="/tin/page/{number + 1}/">Trang sau</a>' if last < articles else ""
    return f"<html><body><ul>{links}</ul>{more}</body></html>".encode()


def body_of(path: str, articles: int) -> bytes | None:
    if path.startswith("/bai/"):
        return article(int(path.rpartition("-")[2].removesuffix(".html")))
    if path == "/tin/":
        return listing(1, articles)
    if path.startswith("/tin/page/"):
        return listing(int(path.strip("/").rpartition("/")[2]), articles)
    return None


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, articles: int) -> None:
    with contextlib.suppress(OSError, asyncio.IncompleteReadError, ValueError):
        while True:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            body = body_of(head.split(" ", 2)[1], articles)
            if body is None:
                writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
                continue
            tag = f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()[:12]}"'
            if f"if-none-match: {tag}" in head.lower():
                writer.write(f"HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\n\r\n".encode())
                continue
            writer.write(
                f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nETag: {tag}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
                + body
            )
            await writer.drain()
    writer.close()


async def serve(sites: int, articles: int) -> None:
    servers = [
        await asyncio.start_server(lambda r, w: answer(r, w, articles), "127.0.0.1", 0) for _ in range(sites)
    ]
    print(json.dumps([server.sockets[0].getsockname()[1] for server in servers]), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)  # ends with whoever started it


@contextlib.contextmanager
def sites(count: int, articles: int, folder: Path, delay: float = 0.0):
    """Serve ``count`` sites of ``articles`` each; gives their ports. Their registry is written to ``folder``."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.crawling.server", str(count), str(articles)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    ports = json.loads(process.stdout.readline())
    (folder / "registry.toml").write_text("\n".join(entry(port, delay) for port in ports), encoding="utf-8")
    try:
        yield ports
    finally:
        process.stdin.close()
        process.wait(10)


def entry(port: int, delay: float) -> str:
    values = {
        "id": f"site-{port}", "name": f"Trang {port}", "kind": "police", "status": "inferred", "note": "bench",
        "hosts": [f"127.0.0.1:{port}"], "start": [f"http://127.0.0.1:{port}/tin/"], "article": r"^/bai/[a-z0-9-]+-\d+\.html$",
        "delay": delay, "allow_private": True, "budget": 1_000_000, "max_pages": 100_000,
    }  # fmt: skip
    return "[[source]]\n" + "".join(
        f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in values.items()
    )


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2])))
