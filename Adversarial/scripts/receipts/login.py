"""Two parties prove to a service who they are, by signing whatever bytes it shows them. The service
shows them the bytes of a receipt."""

import attack_client

attack = attack_client.begin(
    name="login", author="GlyphLab", system="receipts", claim="SIG", severity="critical",
    about="Lets two parties sign in to a service that shows them a receipt to sign.",
    surfaces=["receipt"], published="broken", references=["SIG-22"])

for purpose in ("network", "login"):
    attack.elsewhere(as_=purpose, session=f"s-{purpose}", output=900_000, purpose=purpose)
    attack.note(purpose, attack.submit(purpose, to="receipt").refused)
attack.done()
