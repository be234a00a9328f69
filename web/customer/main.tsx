import { render } from 'preact';

const place = document.getElementById('page');
if (place) render(<p>Защищённая покупка</p>, place);
