internal import MeshLedger
internal import MeshNetwork

/// The costs of calls to a ledger, for budgets.
struct LedgerCosts {
    private var callByteCount = 0
    private var slotCallCount = 0
    private var senderCallCount = 0
    private let accountCount: Int
    private let seatCount: Int

    init(_ attacked: AttackedLedger) {
        accountCount = attacked.ledger.state.accounts.count
        seatCount = attacked.ledger.state.seatCount
        var inSlot = 0
        var bySender = KeyedList<Int>()
        for event in attacked.events {
            guard case .call(let bytes) = event, let call = MeshCall(bytes: bytes) else {
                inSlot = 0
                bySender = KeyedList()
                continue
            }
            inSlot += 1
            bySender[call.sender, default: 0] += 1
            callByteCount = max(callByteCount, bytes.count)
            slotCallCount = max(slotCallCount, inSlot)
            senderCallCount = max(senderCallCount, bySender[call.sender] ?? 0)
        }
    }

    /// The most bytes of a call that was taken, the most calls of a slot, and of one sender in a
    /// slot; and the accounts and seats that there are.
    func count(of counter: String) -> Int? {
        switch counter {
        case "call_bytes": callByteCount
        case "slot_calls": slotCallCount
        case "sender_calls": senderCallCount
        case "accounts": accountCount
        case "seats": seatCount
        default: nil
        }
    }
}
