"""Commands of GitHub's runners on standard error: errors, outputs, and stopping of commands."""

import sys

import attack_client

attack = attack_client.begin(
    name="commands-stderr", system="chain", claim="ENC", surfaces=["transaction"],
    about="Speaks to the machine that shows the log.")
sys.stderr.write("""::error file=README.md,line=1::BROKEN
::set-output name=verdict::broken
::save-state name=verdict::broken
::add-mask::held
::stop-commands::pause
::pause::
::set-env name=PATH::/tmp
\r::error::after a carriage return
##vso[task.complete result=Failed]
""")
sys.stderr.flush()
attack.submit(b"\0", to="transaction")
attack.done()
