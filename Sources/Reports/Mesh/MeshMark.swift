internal import MeshSimulation

/// A node's mark in pictures: honest ones are round, each kind of attacker has its shape.
enum MeshMark {
    static func shape(_ behaviour: PeerBehaviour, _ x: Int, _ y: Int, _ size: Int) -> String {
        switch behaviour {
        case .honest: "<circle class=\"honest\" cx=\"\(x)\" cy=\"\(y)\" r=\"\(size)\"/>\n"
        case .silent:
            "<rect class=\"attacker\" x=\"\(x - size)\" y=\"\(y - size)\" "
                + "width=\"\(2 * size)\" height=\"\(2 * size)\"/>\n"
        case .falseNeighbours:
            "<path class=\"attacker\" d=\"M\(x) \(y - size - 1)l\(size + 1) \(2 * size)"
                + "h-\(2 * size + 2)z\"/>\n"
        case .falseValues:
            "<path class=\"attacker\" d=\"M\(x) \(y - size - 1)l\(size + 1) \(size + 1)"
                + "l-\(size + 1) \(size + 1)l-\(size + 1) -\(size + 1)z\"/>\n"
        }
    }

    static func gone(_ x: Int, _ y: Int, _ size: Int) -> String {
        "<circle class=\"gone\" cx=\"\(x)\" cy=\"\(y)\" r=\"\(size)\"/>\n"
    }

    static func title(_ behaviour: PeerBehaviour) -> String {
        switch behaviour {
        case .honest: "honest"
        case .silent: "silent"
        case .falseNeighbours: "names only accomplices"
        case .falseValues: "false values"
        }
    }

    /// A letter for terminals.
    static func letter(_ behaviour: PeerBehaviour) -> String {
        switch behaviour {
        case .honest: "·"
        case .silent: "s"
        case .falseNeighbours: "n"
        case .falseValues: "v"
        }
    }
}
