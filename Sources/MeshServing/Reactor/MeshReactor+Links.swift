internal import FlyingSocks
internal import MeshNetwork
internal import Platform
internal import Trials

/// Connections: their begin, their bytes, their end.
extension MeshReactor {
    /// Connections that are taken in one round.
    private static let acceptCountMax = 64
    /// The pause after an `accept` that failed: for want of descriptors, as a rule.
    private static let acceptMilliseconds = 50
    private static let partByteCount = 1 << 16
    /// The bytes of an address of a link: more than a card's can have, so that no card leads to a
    /// connection of somebody else.
    private static let linkAddressByteCount = MeshContact.addressByteCountMax + 8

    mutating func accept(_ kind: MeshLink.Kind, at listening: Socket) {
        let now = Polling.milliseconds
        for _ in 0..<Self.acceptCountMax {
            do {
                guard let socket = try MeshSocket.accepted(listening) else { return }
                add(kind, socket, at: now)
            } catch {
                acceptsAgainAt = now + Self.acceptMilliseconds
                return
            }
        }
    }

    private mutating func add(_ kind: MeshLink.Kind, _ socket: Socket, at now: Int) {
        let isControl = kind == .control
        let countMax = isControl ? limits.controlCountMax : limits.incomingCountMax
        let places = links.indices.filter { links[$0].kind == kind && !links[$0].isOver }
        if places.count >= countMax {
            guard !isControl, let least = places.min(by: { links[$0].merit < links[$1].merit })
            else {
                try? socket.close()
                return
            }
            links[least].isOver = true
        }
        linkCount += 1
        var link = MeshLink(kind, socket, number: linkCount, at: now)
        if !isControl { link.enqueue(FrameReader.frame(node.card.bytes), at: now) }
        links.append(link)
    }

    /// The place of a connection to an address, which is begun where there is none.
    mutating func dial(_ address: MeshAddress) -> Int? {
        let dialled = links.indices.filter {
            if case .dialled = links[$0].kind { !links[$0].isOver } else { false }
        }
        if let place = dialled.first(where: { links[$0].kind == .dialled(address) }) {
            return place
        }
        // No card may lead a node that others reach to what only this machine reaches, nor the
        // other way round.
        guard address.port > 0, address.isLoopback == own.address.isLoopback else { return nil }
        if dialled.count >= limits.dialledCountMax {
            let idle = dialled.filter { links[$0].waitingByteCount == 0 }
            guard let least = idle.min(by: { links[$0].merit < links[$1].merit }) else {
                return nil
            }
            links[least].isOver = true
        }
        guard let socket = MeshSocket.dialled(address) else { return nil }
        linkCount += 1
        links.append(
            MeshLink(.dialled(address), socket, number: linkCount, at: Polling.milliseconds))
        return links.count - 1
    }

    mutating func noteWritable(_ place: Int) {
        guard links[place].isConnecting, case .dialled(let address) = links[place].kind else {
            return
        }
        if MeshSocket.isConnected(links[place].socket, to: address) {
            links[place].isConnecting = false
        } else {
            noteFailure(links[place], "nobody who listens")
            links[place].isOver = true
        }
    }

    /// Notes why a peer that is to be joined cannot be.
    func noteFailure(_ link: MeshLink, _ reason: String) {
        guard case .dialled(let address) = link.kind, let peer = joining.peer(at: address) else {
            return
        }
        shared.noteJoin("\(peer): \(reason)")
    }

    // MARK: Bytes

    mutating func read(_ place: Int) {
        guard !links[place].isOver, !links[place].isConnecting else { return }
        do {
            guard
                let bytes = try MeshSocket.bytes(
                    links[place].socket, countMax: Self.partByteCount)
            else { return }
            if links[place].kind == .control {
                links[place].lines.take(bytes)
                hearOperator(place)
            } else {
                links[place].frames.take(bytes)
                try hearFrames(place)
            }
            links[place].noteRest(at: Polling.milliseconds)
        } catch {
            noteFailure(links[place], "the end of the connection")
            links[place].isOver = true
        }
    }

    /// Hears the frames that are whole. **Throws:** ``FrameFault``.
    private mutating func hearFrames(_ place: Int) throws(FrameFault) {
        while !links[place].isOver, let frame = try links[place].frames.next() {
            links[place].noteFrame(at: Polling.milliseconds)
            switch links[place].kind {
            case .incoming: hearRequest(frame, place)
            case .dialled(let address):
                if links[place].card == nil {
                    hearCard(frame, place, address)
                } else {
                    hearAnswer(frame, place)
                }
            case .control: return
            }
        }
    }

    private mutating func hearRequest(_ frame: [UInt8], _ place: Int) {
        guard case .request(let request)? = MeshMessage(bytes: frame) else {
            links[place].isOver = true
            return
        }
        let refusals = node.receive(
            frame, from: Self.address(of: links[place]), atMilliseconds: WallClock.milliseconds)
        if case .store = request.body { isChanged = true }
        if let refusal = refusals.first, Self.isOfSender(refusal) { return noteRefusal(place) }
        links[place].isIntroduced = true
        joining.isAsked = true
    }

    private mutating func hearAnswer(_ frame: [UInt8], _ place: Int) {
        guard case .answer? = MeshMessage(bytes: frame) else {
            links[place].isOver = true
            return
        }
        let refusals = node.receive(
            frame, from: Self.address(of: links[place]), atMilliseconds: WallClock.milliseconds)
        if let refusal = refusals.first, refusal.by.name == MeshGuards.answerKey.name {
            noteRefusal(place)
        }
    }

    /// Hears who was dialled: the first frame of a connection is the card of who accepted it.
    private mutating func hearCard(_ frame: [UInt8], _ place: Int, _ address: MeshAddress) {
        let card = MeshContact(bytes: frame)
        let isGood =
            card.map {
                node.registry.peer($0.key) != nil
                    && $0.isSigned(node.rules.signatures, network: node.parameters.network)
            } ?? false
        guard let card, isGood else {
            noteFailure(links[place], "no card of a peer of this network")
            links[place].isOver = true
            return
        }
        if let peer = joining.peer(at: address), peer.key != card.key {
            noteFailure(links[place], "a node of another key")
            links[place].isOver = true
            return
        }
        links[place].card = card
        links[place].isIntroduced = true
    }

    private mutating func noteRefusal(_ place: Int) {
        links[place].refusedCount += 1
        if links[place].refusedCount > limits.refusedCountMax { links[place].isOver = true }
    }

    /// Whether a refusal is of a message as such, and not of something that it carries.
    private static func isOfSender(_ refusal: Refusal) -> Bool {
        [
            MeshGuards.size, MeshGuards.form, MeshGuards.registered, MeshGuards.recipient,
            MeshGuards.slot, MeshGuards.messageSignature, MeshGuards.nonce, MeshGuards.keyBudget,
        ].contains { $0.name == refusal.by.name }
    }

    // MARK: Sending

    static func address(of link: MeshLink) -> [UInt8] {
        let number = (0..<8).map { UInt8(truncatingIfNeeded: link.number >> (56 - 8 * $0)) }
        return [UInt8](repeating: 0, count: linkAddressByteCount - 8) + number
    }

    /// The place of the connection that an entry of the outbox is for.
    private mutating func place(of address: [UInt8]) -> Int? {
        if address.count == Self.linkAddressByteCount {
            return links.firstIndex { !$0.isOver && Self.address(of: $0) == address }
        }
        return MeshAddress(bytes: address).flatMap { dial($0) }
    }

    /// Hands what the node has to say to the connections, and sends what the system takes.
    mutating func send() {
        let now = Polling.milliseconds
        var byteCount = links.reduce(0) { $0 + $1.waitingByteCount }
        for entry in node.takeOutbox() {
            guard (1...MeshParameters.messageByteCountMax).contains(entry.bytes.count),
                let place = place(of: entry.address)
            else { continue }
            let waiting = links[place].waitingByteCount + entry.bytes.count
            guard waiting <= 2 * limits.waitingByteCountMax,
                byteCount + entry.bytes.count <= limits.waitingByteCountAllMax
            else {
                links[place].isOver = true
                continue
            }
            byteCount += entry.bytes.count
            links[place].enqueue(FrameReader.frame(entry.bytes), at: now)
        }
        for place in links.indices where !links[place].isOver {
            do {
                try links[place].flush(at: now)
            } catch {
                links[place].isOver = true
            }
        }
        removeOver()
    }

    // MARK: Ends

    mutating func endOverdue() {
        let now = Polling.milliseconds
        for place in links.indices where !links[place].isOver {
            // The operator waits for a task, which has a time of its own.
            let isAsking = links[place].kind == .control && links[place].isAsking
            guard !isAsking, links[place].deadline(limits) <= now else { continue }
            noteFailure(links[place], "nothing in time")
            links[place].isOver = true
        }
    }

    mutating func removeOver() {
        for link in links where link.isOver { try? link.socket.close() }
        links.removeAll { $0.isOver }
    }
}
