import Testing

@testable import Clusters

@Suite struct ClustersTests {}
