internal import Encodings
internal import MeshNetwork
internal import Platform

/// Requests of the operator, and their answers.
extension MeshReactor {
    /// Hears the next line, if it is there; further ones wait until it is answered.
    mutating func hearOperator(_ place: Int) {
        while !links[place].isOver, !links[place].isAsking, let line = links[place].lines.next() {
            links[place].noteFrame(at: Polling.milliseconds)
            do throws(ControlRefusal) {
                let request = try ControlRequest(line: line)
                guard Self.isSame(request.token, token) else {
                    throw ControlRefusal("token", "expected the token of the control file")
                }
                begin(request.ask, place)
            } catch {
                answer(ControlAnswer.line(error), place)
            }
        }
        // A whole request fits; what has no end by then is none.
        if links[place].lines.byteCount > ControlRequest.lineByteCountMax {
            links[place].isOver = true
        }
    }

    /// Whether two texts are the same, in a time that tells nothing of where they differ.
    private static func isSame(_ given: String, _ expected: String) -> Bool {
        let (given, expected) = (Array(given.utf8), Array(expected.utf8))
        guard given.count == expected.count else { return false }
        return zip(given, expected).reduce(UInt8(0)) { $0 | $1.0 ^ $1.1 } == 0
    }

    private mutating func answer(_ line: [UInt8], _ place: Int) {
        links[place].enqueue(line, at: Polling.milliseconds)
    }

    private mutating func begin(_ ask: ControlRequest.Ask, _ place: Int) {
        let milliseconds = WallClock.milliseconds
        let task: UInt64
        var record: MeshRecord?
        switch ask {
        case .status:
            node.wake(atMilliseconds: milliseconds)
            let count = links.count { !$0.isOver && $0.kind != .control }
            let status = ControlAnswer.status(node, at: own, connectionCount: count)
            return answer(ControlAnswer.line(status), place)
        case .find(let name, let owner):
            task = node.begin(
                .find(MeshKeyName(.value, name: name), owner: owner, isLatest: true),
                atMilliseconds: milliseconds)
        case .store(let name, let value, let epochCount):
            let signed = signed(name, value, epochCount, milliseconds)
            task = node.begin(.store(signed), atMilliseconds: milliseconds)
            record = signed
        }
        links[place].isAsking = true
        asked[task] = OperatorTask(link: links[place].number, record: record)
    }

    /// A record of the node's own; its sequence is the time, and later than any before it.
    private mutating func signed(
        _ name: [UInt8], _ value: [UInt8], _ epochCount: Int, _ milliseconds: Int
    ) -> MeshRecord {
        let slot = node.parameters.slot(atMilliseconds: milliseconds)
        let place = MeshKeyName(.value, name: name).place(node.parameters)
        let held = node.storage.records(at: place, owner: own.key).map(\.sequence).max() ?? 0
        lastSequence = max(UInt64(milliseconds), lastSequence, held) + 1
        var draft = MeshRecord.Draft(
            kind: .value, epoch: 0, slot: slot,
            expiry: node.parameters.epoch(ofSlot: slot) + UInt64(epochCount), value: value)
        draft.name = name
        draft.sequence = lastSequence
        return MeshRecord(draft, by: node.signer, network: node.parameters.network)
    }

    /// Takes the end of a task.
    mutating func take(_ outcome: MeshOutcome) {
        if outcome.task == joining.task { return noteJoin(outcome) }
        guard let task = asked[outcome.task] else { return }
        asked[outcome.task] = nil
        if task.record != nil { isChanged = true }
        guard let place = links.firstIndex(where: { $0.number == task.link }) else { return }
        links[place].isAsking = false
        let result =
            task.record.map { ControlAnswer.stored($0, outcome) } ?? ControlAnswer.found(outcome)
        answer(ControlAnswer.line(result), place)
        hearOperator(place)
    }
}
