internal import BigInt
internal import Conformance
internal import PublishedMesh
internal import PythonValues

/// Histories of peers that do not answer.
struct BlacklistVectors: VectorJudge {
    let name = "blacklist"

    func recognises(_ document: PythonDictionary) -> Bool {
        document.firstHistory.map { $0["base"] != nil && $0["rate"] != nil } ?? false
    }

    func outcomes(of document: PythonDictionary) throws -> [VectorOutcome] {
        try document.vectorDocument.member("histories").elements().enumerated().flatMap {
            number, history in
            let blacklist = PeerBlacklist(
                base: try history.member("base").instant(),
                rate: try history.member("rate").instant())
            return try history.member("steps").elements().enumerated().map { index, step in
                try MeshCases.outcome("\(number) \(index)", step, Self.members(step, blacklist))
            }
        }
    }

    private static func members(
        _ step: VectorValue, _ blacklist: PeerBlacklist
    ) throws -> MeshCases.Members {
        let now = try step.member("now").time()
        func peer() throws -> PeerID { PeerID(bytes: try step.member("peer").hexadecimal()) }
        var members: MeshCases.Members = []
        switch try step.member("op").string() {
        case "fail": try blacklist.noteFailure(of: peer(), now: now)
        case "ok": try blacklist.noteSuccess(of: peer())
        case "ask": members = [("result", .boolean(try blacklist.isBanned(peer(), now: now)))]
        case "tick": break
        case let other:
            throw VectorFormError(
                place: step.place + ".op", expected: "fail, ok, ask or tick", got: other)
        }
        let banned = try blacklist.bans.map { ban in
            PythonValue.list([.hexadecimal(ban.peer.bytes), try MeshForm.time(ban.until)])
        }
        let counts = blacklist.failureCounts.members.map { peer, count in
            PythonValue.list([.hexadecimal(peer.bytes), .integer(BigInt(count))])
        }
        return members + [("banned", .list(banned)), ("counter", .list(counts))]
    }
}
