internal import PublishedHybrid

/// Judges the published engine by the bytes of calls and answers.
struct PublishedEngineReferee {
    let books: PublishedHybridBooks
    let system: PublishedHybridSystem

    private static let zeros = String(repeating: "0", count: 64)

    /// Each head that was taken has one form: `0x` and 64 digits in lower case.
    var formComplaint: String? {
        for turn in system.turns {
            guard let answer = turn.answer,
                String(decoding: answer.body, as: UTF8.self).contains("\"VALID\"")
            else { continue }
            let body = String(decoding: turn.body, as: UTF8.self)
            guard let head = EngineText.member("headBlockHash", in: body) else { continue }
            let digits = head.utf8.dropFirst(2)
            let isOneForm =
                head.hasPrefix("0x") && digits.count == 64
                && digits.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
            if !isOneForm { return "a head in another form is another job: \(head)" }
        }
        return nil
    }

    /// A block of the engine upon another one of its own has the next number.
    var numberComplaint: String? {
        var seen: [(hash: String, number: String)] = []
        for turn in system.turns {
            guard let answer = turn.answer else { continue }
            let body = String(decoding: answer.body, as: UTF8.self)
            guard let hash = EngineText.member("blockHash", in: body),
                let parent = EngineText.member("parentHash", in: body),
                let number = EngineText.member("blockNumber", in: body)
            else { continue }
            let below = seen.first { $0.hash.utf8.elementsEqual(parent.utf8) }
            if let below, below.number.utf8.elementsEqual(number.utf8) {
                return "a block upon number \(below.number) has the number \(number)"
            }
            seen.append((hash, number))
        }
        return nil
    }

    /// An honest client gets the block of its own job, and with the update where that was
    /// acknowledged before it asked.
    var jobComplaint: String? {
        for job in books.jobs {
            for ask in job.asks {
                guard let answer = system.turns[ask.turn].answer else { continue }
                let body = String(decoding: answer.body, as: UTF8.self)
                guard let parent = EngineText.member("parentHash", in: body),
                    let extra = EngineText.member("extraData", in: body)
                else { continue }
                if !parent.utf8.elementsEqual("0x\(job.head)".utf8) {
                    return "\(job.payload) is the block of another job"
                }
                if ask.isAcknowledged, extra.hasSuffix(Self.zeros) {
                    return "\(job.payload) has lost its update, which was acknowledged"
                }
            }
        }
        return nil
    }
}
