import axios from 'axios';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

const bank = axios.create({ baseURL: process.env.BANK_API_URL, timeout: 10_000 });

export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const refund = JSON.parse(event.body ?? '{}');
  const { data } = await bank.post('/refunds', refund);
  return { statusCode: 200, body: JSON.stringify(data) };
}
