"""Sixty-four threads, twice as many as there may be. A hole shows by a broken protocol."""

import threading

import attack_client

attack = attack_client.begin(
    name="bomb-threads", system="chain", claim="ENC", surfaces=["transaction"],
    about="Does much at once.")

threading.stack_size(256 * 1024)
enough = threading.Event()
threads = []
try:
    for _ in range(64):
        threads.append(threading.Thread(target=enough.wait, daemon=True))
        threads[-1].start()
    attack.raw(b"64 threads ran\n")
except (RuntimeError, MemoryError) as error:
    attack.note("thread", len(threads), "was refused:", error)
enough.set()
attack.submit(b"\0", to="transaction")
attack.done()
