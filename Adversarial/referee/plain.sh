#!/bin/sh
# An attack of a shell alone: it writes its requests without reading much, and ends. It shows that
# any language will do.
read -r init
printf '%s%s%s%s\n' '{"jsonrpc":"2.0","id":1,"method":"declare","params":{"name":"plain","version":' \
    '"1","author":"nobody","about":"A shell sends a byte.","system":"chain","claim":"ENC",' \
    '"severity":"medium","assumes":{"work_share":"0/1","keys":[],"surfaces":["transaction"]},' \
    '"guards":[],"references":[]}}'
read -r challenge
printf '%s\n' '{"jsonrpc":"2.0","id":2,"method":"submit","params":{"to":"transaction","bytes":"AA=="}}'
read -r answer
printf '%s\n' '{"jsonrpc":"2.0","id":3,"method":"done"}'
