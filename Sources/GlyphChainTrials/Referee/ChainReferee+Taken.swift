internal import Chains
internal import Encodings
internal import Scenarios
internal import Trials

/// Judgements of the bytes that were taken.
extension ChainReferee {
    /// Objects that the system, or a twin, took, each with its surface.
    private func takenObjects(
        _ books: ChainBooks, _ view: NodeView
    ) -> [(surface: Surface, bytes: [UInt8])] {
        var objects: [(surface: Surface, bytes: [UInt8])] = []
        for submission in books.submissions where submission.isAccepted {
            let (surface, bytes) = (submission.surface, submission.bytes)
            let hearer = hearer(submission, books, view)
            if surface == ChainSurfaces.peer {
                switch ExactMessage(bytes) {
                // Blocks on one that the node does not know are asked for, not taken.
                case .blocks(let parent, let blocks)? where hearer.knows(parent):
                    objects += blocks.map { (ChainSurfaces.block, $0) }
                case .transaction(let bytes)?: objects.append((ChainSurfaces.transaction, bytes))
                default: break
                }
            } else if surface != ChainSurfaces.chain {
                objects.append((surface, bytes))
            } else if let blocks = reading.blocks(inFile: bytes) {
                objects += blocks.dropFirst().map { (ChainSurfaces.block, $0) }
            }
        }
        return objects
    }

    /// The node that heard a message, which took its blocks only if it knew what they stand on.
    private func hearer(
        _ submission: ChainBooks.Submission, _ books: ChainBooks, _ view: NodeView
    ) -> NodeView {
        guard submission.node > 0 || books.isOfScript else { return view }
        var hearer = submission.node > 0 ? books.others[submission.node - 1] : view
        hearer.knows = { _ in submission.knewParent }
        return hearer
    }

    func oneObject(_ books: ChainBooks, _ view: NodeView) -> Finding {
        var seen: [String: [UInt8]] = [:]  // looked up, never iterated
        let honest =
            books.honestBlocks.map { (surface: ChainSurfaces.block, bytes: $0.bytes) }
            + books.signed.filter(books.judges(senderOf:)).map {
                (surface: ChainSurfaces.transaction, bytes: $0.canonicalBytes)
            }
        var unclear: String?
        for object in honest + takenObjects(books, view) {
            guard let identity = identity(object.surface, object.bytes, books) else {
                unclear = unclear ?? object.surface.name
                continue
            }
            if let other = seen[identity], other != object.bytes {
                return .violated("two byte strings of \(identity.prefix(80)) were taken")
            }
            seen[identity] = object.bytes
        }
        if let unclear { return .violated("a \(unclear) was taken that nobody can name") }
        return .intact("each identity has one byte string")
    }

    /// An object's identity for others: a block's claimed hash, a payment's signed content; nil
    /// where that cannot be read.
    private func identity(_ surface: Surface, _ bytes: [UInt8], _ books: ChainBooks) -> String? {
        if surface == ChainSurfaces.block {
            return (try? reading.claimedHash(bytes)).map { "block \($0)" }
        }
        guard let payment = try? reading.exactPayment(bytes).get() else { return nil }
        let said = "payment \(payment.from) \(payment.to) \(payment.amount) \(payment.nonce)"
        // Who holds the key may sign the same twice; nobody else may give it another form.
        return books.judges(senderOf: payment) ? said : said + " " + payment.signatureOfEitherForm
    }

    func oneMeaning(_ books: ChainBooks, _ view: NodeView) -> Finding {
        let allowsSpaces = books.isOfScript && reading.isFileFree
        var judged: Set<Heard> = []  // membership only, never iterated
        for submission in books.submissions where submission.isAccepted {
            let (surface, bytes) = (submission.surface, submission.bytes)
            let heard = Heard(
                surface: surface, bytes: bytes, node: submission.node,
                knewParent: submission.knewParent)
            guard judged.insert(heard).inserted else { continue }
            let hearer = hearer(submission, books, view)
            if let complaint = complaint(ofMeaning: surface, bytes, hearer, allowsSpaces) {
                return .violated("taken at \(surface.name), though \(complaint)")
            }
        }
        return .intact("all that was taken has one form")
    }

    private struct Heard: Hashable {
        let surface: Surface
        let bytes: [UInt8]
        let node: Int
        let knewParent: Bool
    }

    /// - Parameter allowsSpaces: whether a file may have white space between its blocks.
    private func complaint(
        ofMeaning surface: Surface, _ bytes: [UInt8], _ view: NodeView,
        _ allowsSpaces: Bool = false
    ) -> String? {
        switch surface {
        case ChainSurfaces.block:
            switch reading.canonicalBytes(ofKept: bytes, height: view.height) {
            case .failure(let inexact): return inexact.why
            case .success(let canonical):
                return canonical == bytes ? nil : "it is another spelling"
            }
        case ChainSurfaces.transaction:
            switch reading.exactPayment(bytes) {
            case .failure(let inexact): return inexact.why
            case .success(let payment):
                return payment.canonicalBytes == bytes ? nil : "it is another spelling"
            }
        case ChainSurfaces.peer:
            switch ExactMessage(bytes) {
            case nil: return "it is no message in its one form"
            case .blocks(let parent, let blocks)? where view.knows(parent):
                return blocks.lazy.compactMap {
                    self.complaint(ofMeaning: ChainSurfaces.block, $0, view)
                }.first
            case .transaction(let payment)?:
                return complaint(ofMeaning: ChainSurfaces.transaction, payment, view)
            default: return nil
            }
        default:
            guard let value = try? JSONParser.parse(bytes, byteCountMax: 64 << 20),
                let elements = value.arrayValue, elements.count >= 1
            else { return "it is no strict JSON array of blocks" }
            let texts = elements.map { Array($0.compactText.utf8) }
            guard allowsSpaces || [0x5B] + texts.joined(separator: [0x2C]) + [0x5D] == bytes
            else {
                return "it is another spelling"
            }
            guard (try? view.blocks.get().first).map(reading.element) == texts[0]
            else { return "its first block is another genesis" }
            guard let blocks = reading.blocks(inFile: bytes) else {
                return "it is no document of blocks"
            }
            return blocks.dropFirst().lazy.compactMap {
                self.complaint(ofMeaning: ChainSurfaces.block, $0, view)
            }.first
        }
    }
}
