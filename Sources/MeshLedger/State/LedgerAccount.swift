package import MeshNetwork

/// All that the ledger has of one key.
package struct LedgerAccount: Sendable, Equatable {
    /// A stake that was taken out, held until an epoch begins.
    package struct Ending: Sendable, Equatable {
        package var units: Int
        /// The epoch at whose first slot the units are free.
        package let epoch: UInt64
    }

    /// The place of a key among the peers.
    package struct Seat: Sendable, Equatable {
        package var stake: Int
        package var rank: MeshClass
        /// The epoch from which the rank holds.
        package var startEpoch: UInt64
        /// The beacon of the slot after the registration; empty before.
        package var beacon: [UInt8]
        /// Epochs with a heartbeat as Idle.
        package var idleEpochs: UInt64 = 0
        /// Epochs with a heartbeat in a row as Included.
        package var streak: UInt64 = 0
    }

    /// Units that can be spent. Below 0 only where `balance` is taken out.
    package var balance = 0
    /// The nonce of the next call.
    package var nonce: UInt64 = 0
    /// 0 to 10^18.
    package var reputation = UInt64(FixedPoint.one)
    /// The least sequence of the next heartbeat.
    package var nextSequence: UInt64 = 0
    /// Whether evidence was shown against the key.
    package var isSlashed = false
    /// By rising epoch.
    package var endings: [Ending] = []
    /// Nil of a key that is no peer.
    package var seat: Seat?

    package init() {}

    /// Units that are staked or held.
    package var held: Int {
        endings.reduce(seat?.stake ?? 0) { $0.saturating($1.units) }
    }

    /// Holds units until an epoch begins.
    mutating func hold(_ units: Int, until epoch: UInt64) {
        if let place = endings.firstIndex(where: { $0.epoch == epoch }) {
            endings[place].units = endings[place].units.saturating(units)
        } else {
            endings.append(Ending(units: units, epoch: epoch))
        }
    }

    /// Ends the seat; its stake is held.
    mutating func leave(until epoch: UInt64) {
        guard let seat else { return }
        hold(seat.stake, until: epoch)
        self.seat = nil
    }

    /// Takes units out of what is held: of the stake, but for its last unit, and then of the
    /// endings, the latest first. **Bounds:** no more than is held.
    mutating func lose(_ units: Int) {
        var left = units
        if let stake = seat?.stake {
            let part = min(left, max(stake - 1, 0))
            seat?.stake = stake - part
            left -= part
        }
        for place in endings.indices.reversed() where left > 0 {
            let part = min(left, max(endings[place].units, 0))
            endings[place].units -= part
            left -= part
        }
    }

    mutating func lowerReputation(by fraction: UInt128) {
        reputation = UInt64(clamping: FixedPoint.lowered(UInt128(reputation), by: fraction))
    }

    mutating func raiseReputation(by fraction: UInt128) {
        reputation = UInt64(clamping: FixedPoint.raised(UInt128(reputation), by: fraction))
    }
}
