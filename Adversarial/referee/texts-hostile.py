"""A declaration whose texts are commands, markup and test results to whoever shows them: they must
be escaped in every report, and stay what they are."""

import attack_client

attack = attack_client.begin(
    name="x", system="chain", claim="ENC", surfaces=["transaction"],
    author="]]><failure message='BROKEN'/><![CDATA[ & \" ' # SKIP",
    version="::error::BROKEN%0A%0D::set-output name=verdict::broken",
    about="not ok 1 # TODO <script>alert(1)</script> {{7*7}} ${{ secrets.TOKEN }} $(id) `id` "
          "[link](javascript:alert(1)) | a | table | \\u001b[31m %s %n %@ ](x) *bold* café ℵ",
    references=["<b>", "javascript:alert(1)", "::warning::"])
attack.submit(b"\0", to="transaction")
attack.done()
