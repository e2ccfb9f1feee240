internal import BigInt
package import Cryptography
internal import Encodings
package import PythonValues

extension StakeChain {
    /// The state as the reference vectors write it: amounts as texts.
    package var state: PythonValue {
        .dictionary(
            Self.members([
                ("nodes", .list(nodes.entries.map { state(of: $0.value) })),
                ("queue", .list(queue.map { Self.integer($0.id) })),
                ("slots", .list(slots.map(Self.integer))),
                ("subnet_reputation", .text(String(subnetReputation))),
                ("coldkeys", .list(coldkeys.entries.map { Self.state($0.key, $0.value) })),
                (
                    "paid",
                    .list(
                        paid.entries.map {
                            .list([.text($0.key.text), .text(String($0.value))])
                        })
                ),
                ("total_stake", .text(String(totalStake))),
                ("electable", Self.integer(slots.count)),
                ("emergency", emergency.map(Self.state) ?? .none),
            ]))
    }

    /// SHA-256 of the state in JSON with sorted keys, as the reference vectors tell it.
    package var digest: Digest { Self.digest(of: state) }

    /// The same of the state with what a call changes before an epoch ends: the block, validators
    /// and proposals from the epoch before on, and the lists of peers.
    package var wholeDigest: Digest {
        let first = epoch > 0 ? epoch - 1 : 0
        return Self.digest(
            of: .list([
                state, Self.integer(block),
                .list(
                    elected.entries.filter { $0.key >= first }.map {
                        .list([Self.integer($0.key), Self.integer($0.value)])
                    }),
                .list(
                    submissions.entries.filter { $0.key >= first }.map {
                        .list([Self.integer($0.key), $0.value.value])
                    }),
                .list((overwatchPeers + bootnodes).map { .text(Hexadecimal.text(of: $0)) }),
                Self.integer(overwatchPeers.count),
            ]))
    }

    private static func digest(of value: PythonValue) -> Digest {
        do throws(PythonError) {
            return Digests.sha256(Array(try PythonJSONWriter.text(value).utf8))
        } catch {
            preconditionFailure("a state of numbers and plain texts: \(error)")
        }
    }

    private func state(of node: ChainNode) -> PythonValue {
        .dictionary(
            Self.members([
                ("id", Self.integer(node.id)), ("class", Self.integer(node.nodeClass.rawValue)),
                ("start", Self.integer(node.startEpoch)),
                ("stake", .text(String(stake(of: node)))),
                ("reputation", .text(String(reputation(of: node.id)))),
                ("idle", Self.integer(node.idleEpochs)),
                ("included", Self.integer(node.includedEpochs)),
                ("slot", slots.firstIndex(of: node.id).map(Self.integer) ?? .none),
            ]))
    }

    private static func state(_ id: UInt64, _ record: ColdkeyRecord) -> PythonValue {
        .list([
            integer(id), .text(String(record.score)), integer(record.increases),
            integer(record.decreases), integer(record.startEpoch), integer(record.lastEpoch),
            .text(String(record.average)),
        ])
    }

    private static func state(_ set: EmergencySet) -> PythonValue {
        .dictionary(
            members([
                ("nodes", .list(set.nodes.map(integer))), ("total", integer(set.total)),
                ("target", integer(set.target)), ("max", integer(set.epochMax)),
            ]))
    }

    private static func integer(_ value: some BinaryInteger) -> PythonValue {
        .integer(BigInt(value))
    }

    private static func members(_ pairs: [(String, PythonValue)]) -> PythonDictionary {
        var members = PythonDictionary()
        for (name, value) in pairs { members[name] = value }
        return members
    }
}
