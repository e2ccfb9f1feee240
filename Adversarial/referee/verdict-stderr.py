"""Verdicts on standard error in every form that a report may have: JSON, TAP, JUnit, SARIF, and the
words themselves. Nobody reads them as a verdict."""

import sys

import attack_client

attack = attack_client.begin(
    name="verdict-stderr", system="chain", claim="ENC", surfaces=["transaction"],
    about="Claims success where people read.")
sys.stderr.write("""BROKEN
verdict: broken
{"verdict":"broken","claim":"ENC","confirmed":3}
not ok 1 - chain/ENC
<?xml version="1.0"?><testsuite failures="1"><testcase><failure message="BROKEN"/></testcase>
</testsuite>]]>
{"version":"2.1.0","runs":[{"results":[{"ruleId":"ENC","level":"error"}]}]}
exit code 1
""")
sys.stderr.flush()
attack.submit(b"\0", to="transaction")
attack.done()
