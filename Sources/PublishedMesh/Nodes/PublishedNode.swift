package import PythonValues

/// The settings of a published node.
package struct NodeSettings: Sendable {
    package var bucketSize = RoutingTable.bucketSizeDefault
    package var depthModulo = RoutingTable.depthModuloDefault
    package var replicaCount = 5
    package var beam = 20
    /// The number of nodes that a found value is cached at, besides one's own cache.
    package var cacheNearestCount = 1
    package var blacklistBase = PythonFloat(5)
    package var blacklistRate = PythonFloat(2)
    /// The calls that one search has in flight.
    package var workerCount = 4
    /// The seconds for which a call is waited for.
    package var waitSeconds = PythonFloat(3)

    package init() {}
}

/// A node of the published mesh: what it stores, whom it knows, and what it does about messages.
///
/// It neither sends nor waits: functions take decoded messages and give them, and work on the side
/// is handed out as jobs, in the order in which the published code would start it.
package final class PublishedNode {
    package let id: MeshID
    package let peer: PeerID
    package let settings: NodeSettings
    package var table: RoutingTable
    package let storage = LocalStorage()
    package let cache = LocalStorage()
    package let blacklist: PeerBlacklist
    let validator: CompositeValidator?
    private var jobs: [NodeJob] = []
    private var refreshes: [RefreshRequest] = []

    package init(
        id: MeshID, peer: PeerID, validator: CompositeValidator?,
        settings: NodeSettings = NodeSettings()
    ) {
        self.id = id
        self.peer = peer
        self.validator = validator
        self.settings = settings
        table = RoutingTable(
            own: id, bucketSize: settings.bucketSize, depthModulo: settings.depthModulo)
        blacklist = PeerBlacklist(base: settings.blacklistBase, rate: settings.blacklistRate)
    }

    /// The node as its messages name it.
    package var info: NodeInfo { NodeInfo(id) }

    func add(_ job: NodeJob) { jobs.append(job) }

    /// The jobs that came up since this was asked last.
    package func takeJobs() -> [NodeJob] {
        defer { jobs = [] }
        return jobs
    }

    func requestRefresh(of key: MeshID, at time: PythonNumber) {
        refreshes.append(RefreshRequest(key: key, time: time))
    }

    /// The refreshes that were asked for since this was asked last.
    package func takeRefreshes() -> [RefreshRequest] {
        defer { refreshes = [] }
        return refreshes
    }
}
