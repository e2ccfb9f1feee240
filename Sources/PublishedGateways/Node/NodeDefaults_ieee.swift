package import PythonValues

/// Defaults of a node's requests.
package enum NodeDefaults {
    package static let temperature = PythonFloat(0.7)
}
