{{ customer360.rubrics_from(ref('rubrics')) }}
