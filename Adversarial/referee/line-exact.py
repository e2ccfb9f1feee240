"""A line of exactly as many bytes as a line may have, and then one with a byte more than that."""

import attack_client

attack = attack_client.begin(
    name="line-exact", system="chain", claim="ENC", surfaces=["transaction"],
    about="Goes to the edge of what a line may hold, and over it.")
attack.submit(b"\0", to="transaction")


def line(byte_count, number):
    head = b'{"jsonrpc":"2.0","id":%d,"method":"nothing","params":{"x":"' % number
    return head + b"x" * (byte_count - len(head) - 3) + b'"}}'


attack.raw(line(1 << 20, 3) + b"\n")
answer = attack._read()
if answer["error"]["code"] != -32601:
    raise SystemExit(f"a line of 1,048,576 bytes was refused: {answer}")
attack.raw(line((1 << 20) + 1, 4) + b"\n")
attack.note(attack._read())
