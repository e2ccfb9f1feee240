"""Uses a served training ledger through other people's clients: openai, web3.py and curl.

    check_learning.py URL ADDRESS UNITS

URL is a hardened node's, ADDRESS an address of its ledger, UNITS what it has there. Ends with 0 and a
line for each client if all of them got what they expect.
"""

import json
import subprocess
import sys

import openai
from web3 import Web3
from web3.exceptions import Web3RPCError

url, address, units = sys.argv[1], sys.argv[2], int(sys.argv[3])


def expect(holds, what):
    if not holds:
        sys.exit(f"expected {what}")


def check_openai():
    client = openai.OpenAI(base_url=url + "/v1", api_key="none", max_retries=0)
    models = [model.id for model in client.models.list()]
    expect(models == ["glyph-nano"], f"one model, got {models}")
    expect(client.models.retrieve("glyph-nano").id == "glyph-nano", "the model")
    messages = [{"role": "user", "content": "The king said"}]
    answer = client.chat.completions.create(
        model="glyph-nano", messages=messages, max_tokens=12, temperature=0)
    choice = answer.choices[0]
    text = choice.message.content
    expect(text == " unto him, What is this? And he said,", f"the king's words, got {text!r}")
    expect(answer.id.startswith("chatcmpl-") and answer.object == "chat.completion", "an id")
    expect(answer.model == "glyph-nano" and answer.created > 0, "a model and a time")
    expect(choice.finish_reason == "length" and choice.message.role == "assistant", "an end")
    usage = answer.usage
    expect((usage.prompt_tokens, usage.completion_tokens, usage.total_tokens) == (3, 12, 15),
           f"tokens counted, got {usage}")
    stream = client.chat.completions.create(
        model="glyph-nano", messages=messages, max_tokens=12, stream=True,
        stream_options={"include_usage": True})
    chunks = list(stream)
    parts = [chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices]
    expect("".join(parts) == text, f"the same text as a stream, got {parts}")
    expect(chunks[-1].usage.total_tokens == 15, "the tokens of a stream")
    for kind, change in [
        (openai.NotFoundError, {"model": "gpt-4"}), (openai.BadRequestError, {"n": 2}),
        (openai.BadRequestError, {"messages": [{"role": "user", "content": "a b " * 600}]}),
        (openai.BadRequestError, {"max_tokens": -1}),
    ]:
        try:
            client.chat.completions.create(
                **{"model": "glyph-nano", "messages": messages, **change})
        except kind:
            continue
        sys.exit(f"expected {kind.__name__} for {change.keys()}")


def check_web3():
    provider = Web3.HTTPProvider(url)
    web3 = Web3(provider)
    expect(web3.is_connected(), "a connection")
    number = web3.eth.block_number
    expect(number >= 1, f"a block, got {number}")
    wallet = Web3.to_checksum_address(address)
    balance = web3.eth.get_balance(wallet)
    expect(balance == units * 10**12, f"{units} units, got {balance} wei")
    expect(web3.eth.get_balance(wallet, "pending") == balance, "the balance of what waits")
    expect(web3.eth.get_transaction_count(wallet) == 0, "no transaction")
    expect(str(web3.eth.chain_id) == web3.net.version, "one number of the network")
    expect(web3.client_version.startswith("glyphlab/"), "the program's name")
    block = web3.eth.get_block(1)
    expect(block.number == 1 and web3.eth.get_block(block.hash).number == 1, "a block by its hash")
    expect(block.parentHash == web3.eth.get_block(0).hash, "its parent")
    expect(web3.eth.get_block("latest").number >= 1, "the latest block")
    raw = provider.make_request("eth_getBlockByNumber", ["0x1", True])
    expect(raw["result"]["number"] == "0x1", f"a block, got {raw}")
    raw = provider.make_request("eth_getBlockByNumber", ["0xffffff", False])
    expect(raw["result"] is None, "no block")
    raw = provider.make_request("eth_nothing", [])
    expect(raw["error"]["code"] == -32601, f"an unknown method, got {raw}")
    for call in [
        lambda: web3.eth.send_transaction({"from": wallet, "to": wallet, "value": 1, "gas": 1,
                                           "gasPrice": 1}),
        lambda: web3.eth.send_raw_transaction("0x00"),
    ]:
        try:
            call()
        except Web3RPCError:
            continue
        sys.exit("expected a refusal of what is not signed")
    with web3.batch_requests() as batch:
        batch.add(web3.eth.get_block(0))
        batch.add(web3.eth.get_block(1))
        expect([block.number for block in batch.execute()] == [0, 1], "a batch in order")


def check_curl():
    def curl(*arguments):
        return json.loads(subprocess.run(
            ["curl", "-sS", "--max-time", "60", *arguments], check=True, capture_output=True).stdout)

    expect(curl(url + "/api/v1/status")["rules"] == "hardened", "a status")
    call = curl(url, "-d", '{"jsonrpc":"2.0","id":"x","method":"eth_syncing"}')
    expect(call == {"jsonrpc": "2.0", "id": "x", "result": False}, f"an answer, got {call}")
    chat = curl(url + "/v1/chat/completions", "-H", "Expect: 100-continue", "-d",
                '{"messages":[{"role":"user","content":"The king said"}],"max_tokens":2}')
    expect(chat["choices"][0]["message"]["content"] == " unto him", f"a text, got {chat}")


for check in [check_openai, check_web3, check_curl]:
    check()
    print(check.__name__.removeprefix("check_"), "ok")
