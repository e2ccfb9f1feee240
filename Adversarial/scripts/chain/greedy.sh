#!/bin/sh
# Two payments, each of which could be paid alone. Any language will do: this is sh without a client,
# and Adversarial/PROTOCOL.md shows every line of its session.
next() { read -r answer && printf '%s\n' "$1"; }

next '{"jsonrpc":"2.0","id":1,"method":"declare","params":{"name":"greedy","version":"1","author":"GlyphLab","about":"The attacker sends two payments, each of which could be paid alone.","system":"chain","claim":"LED","severity":"high","assumes":{"work_share":"0/1","keys":["greedy"],"surfaces":["transaction"]},"guards":["balance"]}}'
next '{"jsonrpc":"2.0","id":2,"method":"pay","params":{"from":"ada","to":"greedy","amount":900}}'
next '{"jsonrpc":"2.0","id":3,"method":"mine","params":{"by":"ada"}}'
next '{"jsonrpc":"2.0","id":4,"method":"account","params":{"of":"greedy"}}'
next '{"jsonrpc":"2.0","id":5,"method":"payment","params":{"as":"p","from":"greedy","to":"shop","amount":500,"count":2}}'
next '{"jsonrpc":"2.0","id":6,"method":"submit","params":{"what":"p","to":"transaction"}}'
next '{"jsonrpc":"2.0","id":7,"method":"overspend"}'
next '{"jsonrpc":"2.0","id":8,"method":"done"}'
