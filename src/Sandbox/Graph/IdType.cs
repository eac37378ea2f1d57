namespace TokenVaultAgent.Sandbox.Graph;

/// <summary>
/// Which form ids have in a request and its answer: learn.microsoft.com/graph/outlook-immutable-id. Those of calendars and mail folders
/// are the same in both.
/// </summary>
internal enum IdType { Mutable, Immutable }
