import Fingerprints
import NodeServing
import Platform
import PublishedNode
import PythonValues
import Routing
import Serving

/// A published node of a folder, as the commands make it.
struct PublishedService {
    /// Bounds of the listener for people.
    private static let pageLimits = ServingLimits(
        bodyByteCountMax: 1 << 10, connectionCountMax: 32, requestMilliseconds: 10_000,
        stopMilliseconds: 2_000)

    let party: PublishedParty
    let folder: PublishedFolder
    let stop: NodeStop
    private let path: String
    private let clock: LabClock

    /// - Parameters:
    ///   - proofs: the source of proofs; nil for a node that computes none.
    ///   - chunk: the attempts of a slice.
    /// **Throws:** ``Failure`` and what the folder and the model's folder throw.
    init(
        _ options: ChainNodeOptions, usesModel: Bool, startsNewChain: Bool = false,
        chunk: Int = RunLimits.chunk, log: NodeLog
    ) throws {
        path = options.folder ?? ""
        if !Folder.exists(path) { try Folder.create(path) }
        folder = PublishedFolder(files: FolderFiles(folder: path))
        do {
            if let height = PublishedLinks.firstBroken(in: try folder.chain()) {
                log(
                    .warning,
                    "block \(height): its hash or its link does not hold; a published node goes on "
                        + "with such a chain, and others refuse it")
            }
            _ = try folder.peers()
        } catch {
            throw Failure(outcome: .badInput, message: "\(path): \(error)")
        }
        let meter = NodeMeter()
        let proofs: any ProofSource =
            usesModel
            ? CountedProofs(try options.model.loaded(forJudging: true).prover, meter: meter)
            : NoModel()
        stop = NodeStop()
        clock = options.labClock
        party = PublishedParty(
            PublishedParty.Inputs(
                folder: folder, chainPath: Folder.path(path, NodeFile.chain.rawValue),
                clock: clock, chance: SeededChance(seed: options.seedText, actor: "node"),
                proofs: proofs,
                environment: NodeEnvironment(
                    seeds: options.seeds.urls.map { PythonText($0) }, chunk: chunk,
                    startsNewChain: startsNewChain),
                meter: meter, log: log, stop: stop))
        let peers = options.peers.urls
        if !peers.isEmpty {
            do {
                try PublishedPeerTable.add(
                    .list(peers.map { PythonValue.text($0) }), to: folder)
            } catch {
                throw Failure(outcome: .badInput, message: "\(path): \(error)")
            }
        }
    }

    /// Serves the chain, and where a page's port was given, the page.
    private func listen(
        _ options: NodeListenOptions, _ log: NodeLog
    ) throws -> (chain: ListeningAddress, page: Listener?) {
        let address: ListeningAddress
        do {
            address = try party.serve(at: try options.listening(at: options.port))
        } catch let error as PlainListeningError {
            throw Failure(outcome: .badInput, message: "port, bind: \(error)")
        }
        guard let pagePort = options.pagePort else { return (address, nil) }
        let party = party
        let faces = NodeFaces(view: { party.view }) {
            ChainNodePage.html($0, address: "\(address)")
        }
        do {
            let page = try Listener(
                at: try options.listening(at: pagePort), limits: Self.pageLimits
            ) { request, _ in faces.only(request) }
            log(.info, "page \(page.address.url)/")
            return (address, page)
        } catch let error as ListeningError {
            throw Failure(outcome: .badInput, message: "page-port, bind: \(error)")
        }
    }

    /// Serves without asking anybody, until an interruption.
    func serve(
        _ options: NodeListenOptions, console: NodeConsole, begun: (NodeAddresses) -> Void
    ) throws -> Outcome {
        let (address, page) = try listen(options, console.log)
        let interruption = Signals.expectInterruption(orInputEnd: options.untilInputEnds)
        begun(NodeAddresses(chain: address, page: page?.address))
        let party = party
        console.watch({ party.view }, clock: clock)
        interruption.wait()
        end(page, console)
        return .holds
    }

    /// Serves and runs until an interruption, or until a published node would die. Two that run
    /// in one folder would lose each other's payments: the second is refused, which the published
    /// program does not do.
    func run(
        _ options: NodeListenOptions, wallet: String, console: NodeConsole,
        begun: (NodeAddresses) -> Void
    ) throws -> Outcome {
        let hold: HeldFolder
        do throws(PlatformError) {
            hold = try HeldFolder(path: path)
        } catch .locked {
            throw Failure(
                outcome: .inconclusive,
                message: "\(path): expected a folder in which no node runs, got the folder of one")
        }
        defer { withExtendedLifetime(hold) {} }
        let (address, page) = try listen(options, console.log)
        let interruption = Signals.expectInterruption(orInputEnd: options.untilInputEnds)
        begun(NodeAddresses(chain: address, page: page?.address))
        let (party, stop) = (party, stop)
        console.watch({ party.view }, clock: clock)
        Background(false, waitingMax: 1).add { _ in
            interruption.wait()
            stop.order()
        }
        let ending = party.run(wallet: wallet)
        end(page, console)
        switch ending {
        case .stopped: return .holds
        case .noChain: return .doesNotHold
        case .died(let fault):
            throw Failure(outcome: .doesNotHold, message: "the published node dies: \(fault)")
        }
    }

    private func end(_ page: Listener?, _ console: NodeConsole) {
        console.end()
        console.log(.info, "stopping, running requests end first")
        stop.order()
        let count = party.stopServing()
        if count > 0 { console.log(.warning, "connections that did not end in time: \(count)") }
        page?.stop()
    }
}

/// The places where a node is reached.
struct NodeAddresses {
    let chain: ListeningAddress
    let page: ListeningAddress?
}

/// Bounds and defaults of running nodes.
enum RunLimits {
    /// Attempts of a slice, as the published program has them.
    static let chunk = 150
}
