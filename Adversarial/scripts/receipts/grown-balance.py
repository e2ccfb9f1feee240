"""An account in the store that nobody ever paid for. No receipt and no payment ever gave as much."""

import attack_client

attack = attack_client.begin(
    name="grown-balance", author="GlyphLab", system="receipts", claim="STO", severity="high",
    about="Writes an account into the store.",
    surfaces=["store"], published="broken", references=["STO-23"])

if attack.profile == "published":
    empty = '"balance","created_at","updated_at"],"rows":[]'
    full = empty[:-1] + '["a thief",1000000,0.0,0.0]]'
else:
    empty = '"accounts":[]'
    full = empty[:-1] + '["a thief","1000000","0"]]'
attack.damage(kind="splice", splice={"kind": "replace", "text": empty, "with": full})
attack.restart()
attack.done()
