internal import Trials

/// A peer: an address that answered as a node of this chain, or that the node was given.
struct BookedPeer: Sendable {
    let address: NodeAddress
    /// Given by whoever started the node: never pushed out.
    let isGiven: Bool
    /// The given peer that led here, by naming it or through others; nil for callers and given
    /// peers.
    let root: NodeAddress?
    var failureCount = 0
    /// The times from which on it is asked again.
    var nextPoll = 0
    var nextPeers = 0
    var nextAnnounce = 0
    var nextPayments = 0
    /// Where the next call with waiting payments begins.
    var paymentOffset = 0
    /// Whether it is to hear of the tip.
    var needsTip = false
}

/// An address that somebody named and nobody has asked yet.
struct PeerCandidate: Sendable {
    let address: NodeAddress
    let root: NodeAddress?
}

/// The peers that a node knows, in buckets by network group, and those that it will ask.
struct PeerBook: Sendable {
    private let own: NodeAddress?
    private let allowsPrivate: Bool
    private let guards: Guards
    private(set) var peers: [BookedPeer] = []
    private(set) var candidates: [PeerCandidate] = []
    var nextCandidate = 0

    init(own: NodeAddress?, given: [NodeAddress], allowsPrivate: Bool, guards: Guards) {
        self.own = own
        self.allowsPrivate = allowsPrivate
        self.guards = guards
        for address in given where address != own && place(of: address) == nil {
            guard peers.count < HardenedNodeLimits.peerCountMax else { break }
            peers.append(BookedPeer(address: address, isGiven: true, root: nil))
        }
    }

    var addresses: [NodeAddress] { peers.map(\.address) }

    func place(of address: NodeAddress) -> Int? {
        peers.firstIndex { $0.address == address }
    }

    /// The places of the peers whose host this is.
    func places(ofHost host: String) -> [Int] {
        peers.indices.filter { peers[$0].address.host.utf8.elementsEqual(host.utf8) }
    }

    mutating func change(_ place: Int, _ change: (inout BookedPeer) -> Void) {
        change(&peers[place])
    }

    private func root(of source: NodeAddress?) -> NodeAddress? {
        source.map { source in place(of: source).flatMap { peers[$0].root } ?? source }
    }

    /// The refusal of an address as a peer; nil where it may become one.
    private func refusal(_ address: NodeAddress, root: NodeAddress?) -> Refusal? {
        let known = peers.map { ($0.address, $0.root, $0.isGiven) }
        let all = known + candidates.map { ($0.address, $0.root, false) }
        let groupCount = all.count { !$0.2 && $0.0.group == address.group }
        let checks: [(Guard, String, Bool)] = [
            (HardenedNodeGuards.peerOwn, "the node itself", address != own),
            (
                HardenedNodeGuards.peerPrivate, "a private address",
                allowsPrivate || !address.isPrivate
            ),
            (
                HardenedNodeGuards.peerShare,
                "\(HardenedNodeLimits.peerCountMaxPerRoot) came the same way",
                root == nil
                    || all.count { $0.1 == root } < HardenedNodeLimits.peerCountMaxPerRoot
            ),
            (
                HardenedNodeGuards.peerGroup,
                "\(HardenedNodeLimits.peerCountMaxPerGroup) of its network are known",
                groupCount < HardenedNodeLimits.peerCountMaxPerGroup
                    && (address.numbers != nil
                        || all.count { !$0.2 && $0.0.numbers == nil }
                            < HardenedNodeLimits.namedHostCountMax)
            ),
            (
                HardenedNodeGuards.peerRoom,
                "\(HardenedNodeLimits.peerCountMax) are known",
                peers.count < HardenedNodeLimits.peerCountMax
                    && candidates.count < HardenedNodeLimits.candidateCountMax
            ),
        ]
        for (stopping, message, holds) in checks where !holds && guards.has(stopping) {
            return Refusal(index: nil, by: stopping, message: "\(address): \(message)")
        }
        return nil
    }

    /// Keeps an address to ask it; known ones are passed over. Where no guard wants an answer
    /// first, it is a peer at once.
    ///
    /// - Parameter source: the peer that named it; nil for a caller that named itself.
    mutating func consider(_ address: NodeAddress, from source: NodeAddress?) -> Refusal? {
        guard place(of: address) == nil, !candidates.contains(where: { $0.address == address })
        else { return nil }
        let root = root(of: source)
        if let refusal = refusal(address, root: root) { return refusal }
        if guards.has(HardenedNodeGuards.peerAnswered) {
            candidates.append(PeerCandidate(address: address, root: root))
        } else {
            peers.append(BookedPeer(address: address, isGiven: false, root: root))
        }
        return nil
    }

    /// Ends the asking of a candidate. **Result:** whether it is a peer now.
    mutating func settle(_ address: NodeAddress, isNode: Bool) -> Bool {
        guard let index = candidates.firstIndex(where: { $0.address == address }) else {
            return false
        }
        let candidate = candidates.remove(at: index)
        guard isNode, place(of: address) == nil,
            peers.count < HardenedNodeLimits.peerCountMax
                || !guards.has(HardenedNodeGuards.peerRoom)
        else { return false }
        peers.append(BookedPeer(address: address, isGiven: false, root: candidate.root))
        return true
    }

    /// Notes a call that failed. **Result:** whether the peer is forgotten.
    mutating func noteFailure(_ address: NodeAddress, atMilliseconds milliseconds: Int) -> Bool {
        guard let place = place(of: address) else { return false }
        peers[place].failureCount += 1
        let count = peers[place].failureCount
        // 20 s, 40 s, … up to the bound; a shift of at most 6.
        let pause = min(
            HardenedNodeLimits.pollMilliseconds << min(count - 1, 6),
            HardenedNodeLimits.backoffMillisecondsMax)
        peers[place].nextPoll = max(peers[place].nextPoll, milliseconds + pause)
        guard count >= HardenedNodeLimits.failureCountMax, !peers[place].isGiven,
            guards.has(HardenedNodeGuards.peerDead)
        else { return false }
        peers.remove(at: place)
        return true
    }

    /// Forgets a peer that lied; a given one stays. **Result:** whether it is forgotten.
    mutating func remove(_ address: NodeAddress) -> Bool {
        candidates.removeAll { $0.address == address }
        guard let place = place(of: address), !peers[place].isGiven else { return false }
        peers.remove(at: place)
        return true
    }
}
