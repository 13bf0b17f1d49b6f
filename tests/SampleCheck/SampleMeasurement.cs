namespace Nagios.Plugin.Tests;

/// <summary>What <see cref="SampleProbe"/> saw.</summary>
/// <param name="FillPercent">How full the sample is.</param>
/// <param name="Kind">What the evaluation shall make of it: one of the words of <c>--do</c>.</param>
internal sealed record SampleMeasurement(double FillPercent, string Kind);
