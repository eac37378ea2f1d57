using System.Globalization;
using System.Net;
using System.Text;

namespace TokenVaultAgent.Evals.Agents;

/// <summary>A model's answers, kept in a folder in the order in which they came: recorded once over the network, replayed without it.</summary>
/// <param name="inner">Null to replay.</param>
internal sealed class Recordings(string folder, HttpMessageHandler? inner) : HttpMessageHandler
{
    private readonly HttpMessageInvoker? _network = inner is null ? null : new HttpMessageInvoker(inner);
    private int _count;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, $"{Interlocked.Increment(ref _count).ToString("000", CultureInfo.InvariantCulture)}.json");
        if (_network is null)
            return File.Exists(file)
                ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(await File.ReadAllTextAsync(file, cancellationToken), Encoding.UTF8, "application/json"), RequestMessage = request }
                : throw new HttpRequestException($"{file} is not recorded: the run asked more than the recorded one did. Record it anew.");
        var response = await _network.SendAsync(request, cancellationToken);
        if (response.IsSuccessStatusCode)
        {
            Directory.CreateDirectory(folder);
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            await File.WriteAllTextAsync(file, await response.Content.ReadAsStringAsync(cancellationToken), cancellationToken);
        }

        return response;
    }

    protected override void Dispose(bool disposing)
    {
        _network?.Dispose();
        base.Dispose(disposing);
    }
}
