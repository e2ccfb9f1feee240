"""A first request that is no declaration."""

import sys

sys.stdin.readline()
sys.stdout.write('{"jsonrpc":"2.0","id":1,"method":"submit",'
                 '"params":{"to":"transaction","bytes":"AA=="}}\n')
sys.stdout.flush()
sys.stdin.readline()
