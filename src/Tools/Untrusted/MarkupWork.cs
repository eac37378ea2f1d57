namespace TokenVaultAgent.Tools.Untrusted;

/// <summary>
/// Turns markup into text beside other work: what may take long does so on a thread of its own, and two at a time, so that whoever sends
/// costly mail takes no more than that from everybody else.
/// </summary>
internal static class MarkupWork
{
    /// <summary>Characters that are read in less time than handing them over takes.</summary>
    private const int Small = 16 * 1024;
    private const int MaxAtOnce = 2;

    private static readonly SemaphoreSlim Places = new(MaxAtOnce);

    /// <param name="chars">How much markup it is.</param>
    public static async Task<T> RunAsync<T>(int chars, Func<T> work, CancellationToken cancellationToken)
    {
        if (chars <= Small)
            return work();
        await Places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Factory.StartNew(work, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        }
        finally
        {
            Places.Release();
        }
    }
}
