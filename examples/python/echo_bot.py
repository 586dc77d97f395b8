"""A bot in Python, with nats-py: answers "!echo something" with "something", in every room it was added to.

    pip install "nats-py[nkeys,aiohttp]"
    NATTER_URL=https://chat.example NATTER_CREDS=tea-bot.creds python echo_bot.py
"""
import asyncio
import base64
import json
import os
import re
import secrets
import time
import urllib.request

import nats
import nkeys

URL, FILE = os.environ["NATTER_URL"], os.environ["NATTER_CREDS"]
LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"


def read_credentials():
    text = open(FILE, encoding="utf-8").read()
    jwt = re.search(r"BEGIN NATS USER JWT-+\s+(\S+)", text)[1]
    seed = re.search(r"BEGIN USER NKEY SEED-+\s+(\S+)", text)[1]
    body = jwt.split(".")[1]
    claims = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return text, seed, claims


def ask(path, body=None):
    data = None if body is None else json.dumps(body).encode()
    headers = {} if body is None else {"content-type": "application/json"}
    request = urllib.request.Request(URL + path, data=data, headers=headers, method="POST")
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


def renew():
    """A new credential, with the rooms as they are now, without a password: the key signs a nonce."""
    text, seed, claims = read_credentials()
    base = f"/api/v1/bots/{claims['name']}/credentials"
    nonce = ask(base + "/nonce")["nonce"]
    signed = nkeys.from_seed(seed.encode()).sign(nonce.encode())
    signature = base64.urlsafe_b64encode(signed).decode().rstrip("=")
    renewed = ask(base + "/renew", {"publicKey": claims["sub"], "signature": signature})
    text = re.sub(r"(BEGIN NATS USER JWT-+\s+)\S+", lambda found: found[1] + renewed["jwt"], text)
    # Beside it and then over it, so that a crash leaves a whole file.
    with open(os.open(FILE + ".new", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(FILE + ".new", FILE)
    return renewed["servers"]


def create_id():
    """A lower-case ULID: ten characters of time, sixteen of chance."""
    now = int(time.time() * 1000)
    return "".join(LETTERS[now // 32 ** (9 - place) % 32] for place in range(10)) + "".join(
        secrets.choice(LETTERS) for _ in range(16)
    )


async def run_once():
    """One connection, until the bot's rooms change, half the credential's life is over, or it is cut."""
    servers = await asyncio.to_thread(renew)
    _, _, claims = read_credentials()
    user = claims["name"]
    over = asyncio.Event()

    async def on_over(*_):
        over.set()

    connection = await nats.connect(
        servers,
        user_credentials=FILE,
        inbox_prefix=f"_INBOX.{user}",
        allow_reconnect=False,
        closed_cb=on_over,
        disconnected_cb=on_over,
    )

    async def on_event(message):
        # Who said it is in the subject, and nowhere else: room.<shard>.<room>.<author>.event
        _, shard, rest, author, _ = message.subject.split(".")
        event = json.loads(message.data)
        if event["kind"] != "message.posted" or author == user or not event["text"].startswith("!echo "):
            return
        answer = {"v": 1, "kind": "message.posted", "id": create_id(), "at": int(time.time() * 1000),
                  "text": event["text"][6:], "format": "plain", "replyTo": event["id"]}
        # The acknowledgement says that it is stored.
        await connection.request(f"send.{shard}.{rest}.{user}.event", json.dumps(answer).encode(),
                                 timeout=10, headers={"Nats-Msg-Id": answer["id"]})

    rooms = [tag.split(":", 1)[1] for tag in claims["nats"].get("tags", [])]
    for room in rooms:
        await connection.subscribe(f"room.{room}.*.event", cb=on_event)
    await connection.subscribe(f"user.{user}.credentials", cb=on_over)
    await connection.flush()
    print(f"listening in {len(rooms)} rooms", flush=True)
    try:
        await asyncio.wait_for(over.wait(), timeout=(claims["exp"] - time.time()) / 2)
    except asyncio.TimeoutError:
        pass
    # A bot that may miss nothing connects anew first and drains this one afterwards, as the one for Node does.
    if not connection.is_closed:
        await connection.drain()


async def main():
    wait = 0.3
    while True:
        try:
            await run_once()
            wait = 0.3
        except Exception as fault:
            print(f"not connected, tried again: {fault}", flush=True)
            wait = min(wait * 2, 60)
        await asyncio.sleep(wait)


asyncio.run(main())
