"""Methods that would state a result, if there were such. All are unknown, and the session goes
on."""

import attack_client

attack = attack_client.begin(
    name="verdict-methods", system="chain", claim="ENC", surfaces=["transaction"],
    about="Asks for methods that report a result, then attacks in vain.")
for method in ("verdict", "report", "broken", "result", "fail", "judge", "init", "challenge",
               "oracle", "poll", "rpc.discover", "", "submit\u0000", "Done", " done"):
    try:
        attack.step(method, verdict="broken")
    except attack_client.Refused as refused:
        if refused.code == -32601:
            continue
    attack.raw(b"this method exists\n")
attack.submit(b"\0", to="transaction")
attack.done()
